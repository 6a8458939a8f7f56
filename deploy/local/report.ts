import { relative } from 'node:path';
import { LandfallError } from '@landfall/errors';
import { ports } from '@landfall/sample';
import { sumOf, type LaneState } from './consolidation.ts';
import { pictureText, type Picture } from './picture-text.ts';
import type { Sample } from './sample.ts';
import type { Stack } from './stack.ts';
import { indent, table, whole } from './table.ts';

/** What became of the facts, in a line. */
export function outcomeText(lanes: readonly LaneState[]): string {
  const [applied, duplicates, conflicts, quarantined] = (
    ['applied', 'duplicates', 'conflicts', 'quarantined'] as const
  ).map((part) => whole(sumOf(lanes, part)));
  return `${whole(sumOf(lanes, 'nextOffset'))} facts consolidated: ${applied} applied, ${duplicates} duplicates, ${conflicts} conflicts, ${quarantined} quarantined`;
}

/** The account of the sample's largest trader, and its picture as a table. */
export async function samplePicture(
  { urls }: Stack,
  { files }: Sample,
): Promise<{ id: string; text: string } | undefined> {
  const [largest] = files?.companies ?? [];
  if (largest === undefined) return undefined;
  const id = `importer:${largest.importerNumbers[0]}`;
  const response = await fetch(`${urls.accounts}/v1/accounts/${id}`);
  // A very small sample may say nothing about it.
  if (response.status === 404) return undefined;
  if (!response.ok)
    throw new LandfallError(
      'ACCOUNT_UNREADABLE',
      `account-consolidation answered ${response.status} for ${id}: ${await response.text()}`,
    );
  const portName = (code: string) => ports.find((port) => port.code === code)?.name;
  return {
    id,
    text: pictureText((await response.json()) as Picture, {
      company: largest.name,
      industry: largest.industry,
      portName,
    }),
  };
}

/** Where everything is. */
export function addressTable(stack: Stack, sample: Sample | undefined, account = 'importer:12-345678900'): string {
  const { ingest, accounts } = stack.urls;
  const rows = [
    ['Publish facts', `POST ${ingest}/v1/transactions`],
    ['Account', `${accounts}/v1/accounts/${account}`],
    ['Its activity log', `${accounts}/v1/accounts/${account}/activities`],
    ['Lanes', `${accounts}/v1/lanes`],
    ['APIs to try', `${ingest}/docs  ${accounts}/docs`],
    ['Readiness', `${ingest}/health/ready  ${accounts}/health/ready`],
    ['Metrics', `${ingest}/metrics  ${accounts}/metrics`],
    ['Kafka', stack.servers.brokers],
    ['MongoDB', stack.servers.mongodbUri],
    ['Logs', `${stack.folder}/logs`],
    ...(sample?.files
      ? [
          ['Published facts', `${sample.files.posted}`],
          ['', sample.files.onKafka],
        ]
      : []),
    ...(sample?.files ? [['Recount them', `node ${sample.recountCommand().map(relativePath).join(' ')}`]] : []),
  ];
  return indent(table([{ head: '' }, { head: '' }], rows));
}

const relativePath = (argument: string): string =>
  argument.startsWith(process.cwd()) ? relative(process.cwd(), argument) : argument;
