import { LandfallError } from '@landfall/errors';
import type { Header, Original } from '../domain/original.ts';

/** Says that a header has no value. */
const NONE = 0xffff_ffff;

/** A whole record as one run of bytes: key, number of headers, each name and value, then the value; lengths in four bytes. */
export function toFrame({ key, headers, value }: Original): Buffer {
  const heads = headers.flatMap(({ name, value: bytes }) => [
    ...counted(Buffer.from(name)),
    ...(bytes === null ? [uint32(NONE)] : counted(bytes)),
  ]);
  return Buffer.concat([...counted(key), uint32(headers.length), ...heads, value]);
}

const counted = (bytes: Buffer): Buffer[] => [uint32(bytes.length), bytes];

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** @throws LandfallError QUARANTINE_INCOMPLETE when parts of the frame are missing */
export function fromFrame(frame: Buffer): Original {
  const reader = new FrameReader(frame);
  const key = reader.bytes(reader.uint32());
  const headers: Header[] = [];
  for (let left = reader.uint32(); left > 0; left--) {
    const name = reader.bytes(reader.uint32()).toString();
    const length = reader.uint32();
    headers.push({ name, value: length === NONE ? null : reader.bytes(length) });
  }
  return { key, headers, value: reader.rest() };
}

class FrameReader {
  readonly #frame: Buffer;
  #at = 0;

  constructor(frame: Buffer) {
    this.#frame = frame;
  }

  uint32(): number {
    return this.bytes(4).readUInt32BE();
  }

  bytes(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#frame.length)
      throw new LandfallError('QUARANTINE_INCOMPLETE', 'Parts of a record in quarantine are missing.');
    const bytes = this.#frame.subarray(this.#at, end);
    this.#at = end;
    return bytes;
  }

  rest(): Buffer {
    return this.#frame.subarray(this.#at);
  }
}
