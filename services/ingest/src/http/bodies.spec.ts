import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonFacts } from './json-facts.ts';
import { ndjsonFacts } from './ndjson-facts.ts';
import { collect } from '../testing/collect.ts';

async function* inChunks(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let start = 0;
  for (const cut of [...cuts].map((c) => c % (bytes.length + 1)).sort((a, b) => a - b)) {
    yield bytes.subarray(start, cut);
    start = cut;
  }
  yield bytes.subarray(start);
}

function errorOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

const texts = async (facts: AsyncIterable<{ bytes: Buffer }>): Promise<string[]> =>
  (await collect(facts)).map(({ bytes }) => bytes.toString());

describe('facts one a line', () => {
  it('are the lines that are not empty, wherever the chunks are cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('{"a":1}', '', 'é"ü', '  ', '{broken', '7\r')),
        fc.array(fc.nat(80)),
        fc.boolean(),
        async (lines, cuts, ended) => {
          const body = Buffer.from(lines.join('\n') + (ended ? '\n' : ''));
          expect(await texts(ndjsonFacts(inChunks(body, cuts)))).toEqual(lines.filter((line) => line.trim() !== ''));
        },
      ),
    ));

  it('refuse a line that is too long by itself, and hold no more of it than the limit', async () => {
    const body = Buffer.from(`{"a":1}\n${'x'.repeat(300_000)}\n{"b":2}\n`);
    const facts = await collect(ndjsonFacts(inChunks(body, [10_000, 20_000, 200_000]), 100_000));
    expect(facts.map(({ problem }) => problem?.code)).toEqual([undefined, 'FACT_TOO_LARGE', undefined]);
    expect(facts[1]!.bytes.length).toBe(64 * 1024);
    expect(facts[1]!.problem!.reason).toContain('300000 bytes');
  });
});

describe('facts of a JSON body', () => {
  it('are its elements with their own bytes', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), async (values, space) => {
        const body = Buffer.from(JSON.stringify(values, null, space as number));
        const found = await texts(jsonFacts(body));
        expect(found.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(values)));
      }),
    ));

  it('keep brackets, commas and escaped quotes in texts', async () =>
    expect(await texts(jsonFacts(Buffer.from('[ "a\\"],[" , {"b":"\\\\"},[1,[2]] ]')))).toEqual([
      ' "a\\"],[" ',
      ' {"b":"\\\\"}',
      '[1,[2]] ',
    ]));

  it('are the one object of a body that is no array', async () =>
    expect(await texts(jsonFacts(Buffer.from('{"a":[1,2]}')))).toEqual(['{"a":[1,2]}']));

  it.each(['', '[1,', '{"a":1}{"b":2}', '\xff'])('are none of %p', (body) =>
    expect(errorOf(() => jsonFacts(Buffer.from(body, 'latin1')))).toMatchObject({
      response: { code: 'BODY_NOT_JSON', status: 400 },
    }),
  );
});
