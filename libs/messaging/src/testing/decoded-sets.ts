import { decodeFetchResponse, SIGN, type FetchedMessage, type Sign } from '../fetch-response.ts';
import { batchBytes, responseBytes, type TestBatch, type TestPartition, type TestRecord } from './fetch-responses.ts';

export const record = (value: string): TestRecord => ({ key: `k-${value}`, value: Buffer.from(value) });
export const records = (from: number, to: number): TestRecord[] =>
  Array.from({ length: to - from }, (_, i) => record(`value ${from + i}`));
export const batch = (from: number, to: number, more: Partial<TestBatch> = {}): Buffer =>
  batchBytes({ baseOffset: from, records: records(from, to), ...more });
export const CONTROL = 0x30;
export const abortMark = (offset: number, producerId: number): Buffer =>
  batchBytes({ baseOffset: offset, records: [{ key: '\0\0\0\0' }], attributes: CONTROL, producerId });
export const ZSTD = 4;

/** What a response may take in memory here. */
export const MOST = 1_000_000;

/** The messages of each partition of a response. */
export async function decode(...partitions: Omit<TestPartition, 'partition'>[]): Promise<FetchedMessage[][]> {
  const raw = responseBytes(
    'facts',
    partitions.map((partition, i) => ({ ...partition, partition: i })),
  );
  const { responses } = await decodeFetchResponse(raw, 11, MOST);
  return responses[0]!.partitions.map(({ messages }) => messages);
}
export const offsets = (messages: readonly FetchedMessage[]): number[] =>
  messages.filter((message) => message[SIGN] === undefined).map(({ offset }) => Number(offset));
export const lastSign = (messages: readonly FetchedMessage[]): Sign | undefined => messages.at(-1)?.[SIGN];
export const code = (messages: readonly FetchedMessage[]): string | undefined => {
  const sign = lastSign(messages);
  return typeof sign === 'object' && 'corrupt' in sign ? sign.corrupt.code : undefined;
};
