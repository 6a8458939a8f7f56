import { InvalidArgumentError } from 'commander';
import { listQuarantine, replayQuarantined, type Collections, type Replay } from '@landfall/account-consolidation';
import type { RecordProducer } from '@landfall/messaging';
import { inDatabase, withProducer, type BrokerOptions, type DatabaseOptions } from './connection.ts';

type Options = DatabaseOptions & BrokerOptions & { code?: string; all?: true };
type Place = Pick<Replay, 'lane' | 'offset'>;

export async function replayCommandAction(
  lane: string | undefined,
  offset: number | undefined,
  options: Options,
): Promise<void> {
  const wanted = wantedOf(lane, offset, options);
  await inDatabase(options, (collections) =>
    withProducer(options, async (producer) => replay(collections, producer, await placesOf(collections, wanted))),
  );
}

type Wanted = Place | { readonly code: string | undefined };

/** One record, or all open ones, with a code or without: exactly one of them, so that nobody replays more than was meant. */
function wantedOf(lane: string | undefined, offset: number | undefined, { code, all }: Options): Wanted {
  const ways = [lane !== undefined, code !== undefined, all === true].filter(Boolean).length;
  if (ways !== 1 || (lane === undefined) !== (offset === undefined))
    throw new InvalidArgumentError('Name one record by lane and offset, or all with --code CODE, or --all.');
  return lane !== undefined && offset !== undefined ? { lane, offset } : { code };
}

/** Listed before anything is sent: what is set aside once more would otherwise be met again, without end. */
async function placesOf(collections: Collections, wanted: Wanted): Promise<Place[]> {
  if ('lane' in wanted) return [wanted];
  const places: Place[] = [];
  for await (const { lane, offset } of listQuarantine(collections, { code: wanted.code, open: true }))
    places.push({ lane, offset });
  return places;
}

async function replay(collections: Collections, producer: RecordProducer, places: readonly Place[]): Promise<void> {
  let published = 0;
  for await (const result of replayQuarantined(collections, producer, places)) {
    if ('replayOffset' in result) published++;
    console.log(sentenceOf(result));
  }
  console.error(`${published.toLocaleString('en-US')} of ${places.length.toLocaleString('en-US')} records published`);
  if (published < places.length) process.exitCode = 1;
}

const sentenceOf = (result: Replay): string =>
  'refusal' in result
    ? `${result.lane} ${result.offset} not published, ${result.refusal.code}: ${result.refusal.message}`
    : `${result.lane} ${result.offset} -> ${result.replayOffset}`;
