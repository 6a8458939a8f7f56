import { writeFile } from 'node:fs/promises';
import { findQuarantined, readOriginal } from '@landfall/account-consolidation';
import { inDatabase, type DatabaseOptions } from './connection.ts';
import { hexDump } from './hex-dump.ts';

type Options = DatabaseOptions & { out?: string };

export const showQuarantined = (lane: string, offset: number, { out, ...options }: Options): Promise<void> =>
  inDatabase(options, async (collections) => {
    const doc = await findQuarantined(collections, lane, offset);
    const original = await readOriginal(collections, doc);
    const { code, reason, timestamp, sizes, digest, settledBy } = doc;
    print([
      `lane       ${lane}`,
      `offset     ${doc.offset}`,
      `appended   ${new Date(timestamp).toISOString()}`,
      `code       ${code}`,
      `reason     ${reason}`,
      `settled by ${settledBy ?? 'nothing yet'}`,
      `bytes      key ${sizes.key}, headers ${sizes.headers}, value ${sizes.value}`,
      `SHA-256    ${digest.toString('hex')}`,
    ]);
    if (original === undefined) print(['Too large to be kept: only the log has it, at this offset.']);
    const { key, headers, value } = original ?? doc;
    for (const header of headers) print([`header     ${header.name}: ${printable(header.value)}`]);
    print(['key', ...hexDump(key)]);
    if (out === undefined) print(['value', ...hexDump(value)]);
    else await writeFile(out, value);
  });

const print = (lines: readonly string[]): void => console.log(lines.join('\n'));

const printable = (value: Buffer | null): string =>
  value === null ? '(none)' : JSON.stringify(value.subarray(0, 500).toString('latin1'));
