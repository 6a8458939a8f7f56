import { describe, expect, it } from '@jest/globals';
import { hexDump } from './hex-dump.ts';

describe('a hex dump', () => {
  it('shows offset, bytes and what of them is text', () =>
    expect(hexDump(Buffer.from('\0\x07not Avro at all|'))).toEqual([
      '00000000  00 07 6e 6f 74 20 41 76 72 6f 20 61 74 20 61 6c  ..not Avro at al',
      '00000010  6c 7c                                            l|',
    ]));

  it('says how much it leaves out', () => expect(hexDump(Buffer.alloc(40), 16).at(-1)).toBe('… 24 more bytes'));

  it('shows nothing of nothing', () => expect(hexDump(Buffer.alloc(0))).toEqual([]));
});
