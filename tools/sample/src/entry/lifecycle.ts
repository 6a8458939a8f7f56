import type { SampleFact } from '../fact.ts';
import type { Random } from '../random.ts';
import type { Trade } from '../trade.ts';
import { examine, release } from './cargo.ts';
import { cancel, correct, correctAgain, correctSoon, file } from './filing.ts';
import { deposit, liquidate, penalize, reliquidate, settle } from './money.ts';
import { beginEntry, type EntryStory } from './story.ts';

type Step = (story: EntryStory) => void;

/** What is told about one entry, in the order in which it happened. */
export function entryLifecycle(trade: Trade): SampleFact[] {
  const plot = trade.random.weighted(plots);
  return telling(beginEntry(trade), plot(trade.random));
}

/** An entry whose summary is stated very many times, by number and then by preparation time. */
export function muchCorrectedEntry(trade: Trade, versions: number): SampleFact[] {
  const sender = { source: 'port-2704', timesFrom: Math.ceil(versions / 2) + 1, omitsFirst: false };
  const corrections = Array.from({ length: versions - 1 }, () => correctAgain);
  return telling(beginEntry(trade, sender), [
    release,
    file,
    deposit,
    ...corrections,
    settle('POST_SUMMARY_CORRECTION'),
  ]);
}

function telling(story: EntryStory, plot: readonly Step[]): SampleFact[] {
  for (const step of plot) step(story);
  return story.facts;
}

const plots: readonly (readonly [weight: number, plot: (random: Random) => Step[]])[] = [
  [62, usual],
  [26, corrected],
  [3, paidFirst],
  [4, releasedOnly],
  [3, cancelled],
  [2, billed],
];

function usual(random: Random): Step[] {
  return [...arrival(random), file, ...maybe(random, 0.55, deposit), ...maybe(random, 0.15, ...ending(random))];
}

/** A correction comes before or after the payment; then the difference is paid or refunded. */
function corrected(random: Random): Step[] {
  const again = maybe(random, 0.3, correct, settle('POST_SUMMARY_CORRECTION'));
  const early = maybe(random, 0.3, correctSoon);
  const late = [correct, ...maybe(random, 0.6, settle('POST_SUMMARY_CORRECTION'))];
  return [...arrival(random), file, ...early, deposit, ...late, ...again, ...maybe(random, 0.2, ...ending(random))];
}

/** The payment is told before the summary that it is for. */
function paidFirst(random: Random): Step[] {
  return [...maybe(random, 0.4, release), deposit, file, ...maybe(random, 0.4, liquidate)];
}

/** The summary is still to come. */
function releasedOnly(random: Random): Step[] {
  return [...maybe(random, 0.2, examine), release, ...maybe(random, 0.15, deposit)];
}

/** A cancelled entry no longer counts; what was paid comes back; a few are filed again after all. */
function cancelled(random: Random): Step[] {
  const undone = maybe(random, 0.15, correct, settle('OTHER'));
  return [
    ...maybe(random, 0.5, release),
    file,
    ...maybe(random, 0.5, deposit),
    cancel,
    settle('CANCELLATION'),
    ...undone,
  ];
}

function billed(random: Random): Step[] {
  return [...arrival(random), file, deposit, penalize, ...maybe(random, 0.5, liquidate)];
}

const arrival = (random: Random): Step[] => [...maybe(random, 0.08, examine), ...maybe(random, 0.6, release)];

const ending = (random: Random): Step[] => [liquidate, ...maybe(random, 0.05, reliquidate)];

const maybe = (random: Random, probability: number, ...steps: readonly Step[]): Step[] =>
  random.chance(probability) ? [...steps] : [];
