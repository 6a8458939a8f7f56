/** Reads what Kafka's protocol is made of, big-endian, and throws a RangeError at the end of the bytes. */
export class ByteReader {
  readonly bytes: Buffer;
  at: number;
  readonly end: number;

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  int16(): number {
    return this.bytes.readInt16BE(this.#pass(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.#pass(4));
  }

  /** As text, since kafkajs has its offsets and producer ids so. */
  int64(): string {
    return this.bytes.readBigInt64BE(this.#pass(8)).toString();
  }

  string(): string {
    return this.take(this.int16()).toString('utf8');
  }

  /** Zigzag, as records have lengths and differences: exact up to 2^53. */
  varint(): number {
    let byte = this.bytes[this.#pass(1)]!;
    let value = byte & 0x7f;
    for (let scale = 0x80; byte >= 0x80; scale *= 0x80) {
      if (scale > Number.MAX_SAFE_INTEGER) throw new RangeError('a number of more than 64 bits');
      byte = this.bytes[this.#pass(1)]!;
      value += (byte & 0x7f) * scale;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** The next bytes as they stand in the whole, not a copy. */
  take(length: number): Buffer {
    const from = this.#pass(length);
    return this.bytes.subarray(from, from + length);
  }

  /** As many bytes as a number in front of them says, -1 for null. */
  field(): Buffer | null {
    const length = this.varint();
    return length === -1 ? null : this.take(length);
  }

  #pass(length: number): number {
    const from = this.at;
    if (!(length >= 0 && from + length <= this.end)) throw new RangeError('more is announced than there is');
    this.at = from + length;
    return from;
  }
}
