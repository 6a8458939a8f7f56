import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { activityHash, genesisHead, type ChainedActivity } from './chain.ts';
import { factDigest } from './fact-digest.ts';

const coordinates = fc.record({
  topicCode: fc.nat(0xffff),
  generation: fc.nat(0xffff),
  partition: fc.nat(0xffff_ffff),
  offset: fc.maxSafeNat(),
  timestamp: fc.maxSafeNat(),
  digest: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)),
});
const activity = fc.record({
  seq: fc.maxSafeNat(),
  kind: fc.constantFrom('posted' as const, 'reversed' as const, 'noted' as const),
  fact: coordinates,
  cause: coordinates,
});

/** The layout written the slow way, as an auditor would from the docstring. */
function byHand(previous: Buffer, { seq, kind, fact, cause }: ChainedActivity): string {
  const u = (value: number, bytes: number) =>
    BigInt(value)
      .toString(16)
      .padStart(bytes * 2, '0');
  const place = (f: typeof fact) =>
    u(f.topicCode, 2) +
    u(f.generation, 2) +
    u(f.partition, 4) +
    u(f.offset, 8) +
    u(f.timestamp, 8) +
    f.digest.toString('hex');
  const kindCode = { posted: 1, reversed: 2, noted: 3 }[kind];
  const hex = u(1, 1) + previous.toString('hex') + u(seq, 8) + u(kindCode, 1) + place(fact) + place(cause);
  return createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');
}

describe('the chain', () => {
  it('hashes the documented layout', () => {
    const previous = genesisHead('importer:12-345678900', 'port.transactions@1/0');
    fc.assert(
      fc.property(activity, (a) => expect(activityHash(previous, a).toString('hex')).toBe(byHand(previous, a))),
    );
  });

  it('changes with every input', () => {
    const previous = genesisHead('a', 'b');
    fc.assert(
      fc.property(activity, activity, (a, b) => {
        fc.pre(byHand(previous, a) !== byHand(previous, b));
        expect(activityHash(previous, a).equals(activityHash(previous, b))).toBe(false);
      }),
    );
  });

  it('names its chain in the first link', () => {
    expect(genesisHead('a', 'b').equals(genesisHead('a', 'c'))).toBe(false);
    expect(genesisHead('a', 'b').equals(genesisHead('c', 'b'))).toBe(false);
  });
});

describe('a fact digest', () => {
  it('keeps the border between key and value', () => {
    const digest = (key: string, value: string) => factDigest(Buffer.from(key), Buffer.from(value)).toString('hex');
    expect(digest('ab', 'c')).not.toBe(digest('a', 'bc'));
    expect(digest('a', 'b')).toBe(
      createHash('sha256')
        .update(Buffer.from('0000000161' + '62', 'hex'))
        .digest('hex'),
    );
  });
});
