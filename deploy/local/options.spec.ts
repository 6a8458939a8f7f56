import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.ts';

describe('options of npm start', () => {
  it('are a fresh stack with a sample that stays, by default', () => {
    expect(readOptions([])).toEqual({ once: false, keep: false, facts: 10_000, help: false });
  });

  it('are read', () => {
    expect(readOptions(['--once', '--keep', '--facts', '500'])).toMatchObject({ once: true, keep: true, facts: 500 });
    expect(readOptions(['--no-sample'])).toMatchObject({ facts: 0 });
  });

  it.each([[['--twice']], [['--facts', 'many']], [['--facts=-1']], [['sample']]])(
    '%j are refused with what there is',
    (args) => {
      expect(() => readOptions(args)).toThrow(
        expect.objectContaining({ code: 'OPTION_INVALID', hint: expect.stringContaining('--no-sample') as unknown }),
      );
    },
  );
});
