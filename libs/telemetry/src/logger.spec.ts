import { describe, expect, it } from '@jest/globals';
import { checkHealth } from './health.ts';
import { createLogger, type Logger } from './logger.ts';
import { NestLogger } from './nest-logger.ts';

function linesOf(write: (logger: Logger) => void): { text: string; lines: Record<string, unknown>[] } {
  const texts: string[] = [];
  write(createLogger({ service: 'spec', level: 'debug' }, { write: (line) => void texts.push(line) }));
  return { text: texts.join(''), lines: texts.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the logger', () => {
  it('writes level, time and service', () => {
    const { lines } = linesOf((logger) => logger.info({ lane: 'port.transactions@1/0' }, 'batch written'));
    expect(lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/),
        service: 'spec',
        lane: 'port.transactions@1/0',
        msg: 'batch written',
      },
    ]);
  });

  it('leaves out what is sensitive, at every level that we log', () => {
    const { text } = linesOf((logger) => {
      logger.info({ password: 'hunter2', request: { headers: { authorization: 'hunter2' } } }, 'x');
      logger.info({ fact: { importerOfRecordNumber: 'hunter2' }, deep: { original: 'hunter2' } }, 'x');
      logger.error(
        { err: new Error('no answer from mongodb://user:hunter2@db/') },
        'importer 123-45-6789 at mongodb://user:hunter2@db/',
      );
    });
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('123-45-6789');
    expect(text).toContain('mongodb://[redacted]@db/');
  });

  it('shows code, hint and causes of an error, and nothing that a driver attached', () => {
    const cause = Object.assign(new Error('E11000'), { code: 11000, writeErrors: [{ op: { description: 'shoes' } }] });
    const error = Object.assign(new Error('not written', { cause }), {
      code: 'MONGODB_FAULT',
      hint: 'wait',
      details: { lane: 'x@1/0' },
    });
    const { text, lines } = linesOf((logger) => logger.error({ err: error }, 'fault'));
    expect(lines[0]?.['err']).toMatchObject({
      type: 'Error',
      code: 'MONGODB_FAULT',
      hint: 'wait',
      details: { lane: 'x@1/0' },
      cause: { code: 11000, message: 'E11000' },
    });
    expect(text).not.toContain('shoes');
  });

  it("takes Nest's lines", () => {
    const { lines } = linesOf((logger) => {
      const nest = new NestLogger(logger);
      nest.log('Mapped {/metrics}', 'RouterExplorer');
      nest.error('broken', 'at x', 'ExceptionHandler');
    });
    expect(lines).toMatchObject([
      { level: 'debug', context: 'RouterExplorer', msg: 'Mapped {/metrics}' },
      { level: 'error', context: 'ExceptionHandler', stack: 'at x', msg: 'broken' },
    ]);
  });
});

describe('checkHealth', () => {
  it('is up when every check answers', async () =>
    expect(await checkHealth({ kafka: async () => 1, mongodb: async () => undefined })).toEqual({
      status: 'up',
      checks: { kafka: { status: 'up' }, mongodb: { status: 'up' } },
    }));

  it('is down, with the reason, when one fails or does not answer in time', async () =>
    expect(
      await checkHealth(
        {
          kafka: () => new Promise(() => undefined),
          mongodb: () => Promise.reject(new Error('gone')),
          live: async () => 1,
        },
        20,
      ),
    ).toEqual({
      status: 'down',
      checks: {
        kafka: { status: 'down', reason: 'No answer within 20 ms.' },
        mongodb: { status: 'down', reason: 'gone' },
        live: { status: 'up' },
      },
    }));
});
