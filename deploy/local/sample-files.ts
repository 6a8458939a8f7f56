import { once } from 'node:events';
import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { sampleCompanies, sampleFacts, type SampleCompany, type SampleFact } from '@landfall/sample';

/** A sample as it lies on the disk: facts in their JSON form, one a line, by the edge that takes them in. */
export type SampleFiles = {
  readonly facts: number;
  /** Facts of the port systems that post them to ingest. */
  readonly posted: string;
  /** Facts of those that put them on Kafka as Avro. */
  readonly onKafka: string;
  readonly companiesFile: string;
  readonly companies: readonly SampleCompany[];
};

const SEED = 2002;

/** Port systems whose name begins so have a Kafka client; the others post. */
const KAFKA_SOURCES = 'edi.';

export async function writeSample(folder: string, facts: number): Promise<SampleFiles> {
  await mkdir(folder, { recursive: true });
  const files = {
    posted: join(folder, 'facts-posted.ndjson'),
    onKafka: join(folder, 'facts-on-kafka.ndjson'),
    companiesFile: join(folder, 'companies.json'),
  };
  const companies = [...sampleCompanies({ seed: SEED, facts })];
  await writeFile(files.companiesFile, `${JSON.stringify(companies, null, 2)}\n`);
  const [posted, onKafka] = [createWriteStream(files.posted), createWriteStream(files.onKafka)];
  for (const fact of sampleFacts({ seed: SEED, facts }))
    await writeLine(usesKafka(fact) ? onKafka : posted, JSON.stringify(fact));
  await Promise.all([posted, onKafka].map((stream) => finished(stream.end())));
  return { ...files, facts, companies };
}

const usesKafka = ({ source }: SampleFact): boolean => source.startsWith(KAFKA_SOURCES);

async function writeLine(stream: WriteStream, line: string): Promise<void> {
  if (!stream.write(`${line}\n`)) await once(stream, 'drain');
}

export const linesOf = (file: string): AsyncIterable<string> => createInterface({ input: createReadStream(file) });
