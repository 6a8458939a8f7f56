import { describe, expect, it } from '@jest/globals';
import { uniqueName } from './unique-name.ts';

describe('a unique name', () => {
  it('begins with its prefix and serves as a topic, group and database name', () => {
    expect(uniqueName('lanes')).toMatch(/^lanes-[0-9a-f]{8}$/);
  });

  it('differs from the last one', () => {
    expect(uniqueName('lanes')).not.toBe(uniqueName('lanes'));
  });
});
