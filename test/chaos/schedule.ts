import { drawFrom, type Draw } from './draw.ts';
import { phasesOf, type Phase } from './places.mjs';

/** A replica that dies the `count`-th time that it comes to `phase`. */
export type Victim = { readonly phase: Phase; readonly count: number };

/**
 * A further member that comes and goes, so that lanes change hands in mid-batch. In a group of its own it consumes every
 * lane beside its owner, as a fenced zombie would; frozen, it is given up by its group and wakes as a zombie.
 */
export type Guest = {
  readonly group: 'same' | 'own';
  readonly comesAfterMs: number;
  readonly staysMs: number;
  readonly leaves: 'SIGTERM' | 'SIGKILL' | 'frozen';
};

/** Two replicas of account-consolidation that run until both are dead. */
export type Round = {
  /** The group of the round before waits for its dead members' sessions; another one takes over at once. */
  readonly group: 'same' | 'another';
  readonly victims: readonly [Victim, Victim];
  readonly guest?: Guest;
};

/** What ingest goes through: one replica dies at one place after the other, its neighbour dies at any moment. */
export type IngestFate = { readonly victims: readonly Victim[]; readonly neighbourDiesAfterMs: number };

/** A server that is killed and started again, or stands still for a while: its connections stay and nobody answers. */
export type ServerFault = {
  readonly server: 'kafka' | 'mongodb';
  readonly fault: 'killed' | 'frozen';
  readonly afterMs: number;
  readonly forMs: number;
};

/** Percentages of the facts by how they come in; the others are put on port.transactions by an ingest that none disturbs. */
export type Routes = { readonly http: number; readonly inbound: number };

export type Schedule = {
  readonly seed: number;
  readonly facts: number;
  /** Facts that are sent before the first round; the others come during the rounds, a portion at a time. */
  readonly factsBefore: number;
  readonly portion: number;
  readonly portionEveryMs: number;
  /** Every n-th portion is sent twice, the second time shuffled. */
  readonly repeatEvery: number;
  /** With every n-th portion a record comes that cannot be read. */
  readonly poisonEvery: number;
  readonly routes: Routes;
  /** Percentage of the records that an older producer writes, with the version before the newest where there is one. */
  readonly oldVersions: number;
  readonly rounds: readonly Round[];
  readonly ingest: IngestFate;
  readonly serverFaults: readonly ServerFault[];
  /** Which group the two replicas join that drain what is left. */
  readonly lastGroup: Round['group'];
};

/** How often a phase can come up in a round: the group's commit goes out every two seconds only. */
const mostOften: Record<Phase, number> = {
  'before-transaction': 6,
  'inside-transaction': 6,
  'after-commit': 6,
  'before-kafka-commit': 2,
  'before-publish': 4,
  'before-relay-pointer': 4,
  'ingest-before-publish': 6,
  'ingest-before-receipts': 4,
  'ingest-before-position': 4,
  'ingest-inside-transaction': 4,
};

/** What a seed does to a stack; the same seed always does the same. Every phase has a victim. */
export function scheduleOf(seed: number): Schedule {
  const draw = drawFrom(seed);
  const doomed = draw.shuffled(phasesOf('account-consolidation'));
  const rounds = [0, 2, 4].map((at) => roundOf(draw, [doomed[at]!, doomed[at + 1]!]));
  const guests = draw.int(0, rounds.length - 1);
  const facts = draw.int(3_000, 6_000);
  return {
    seed,
    facts,
    lastGroup: draw.pick(['same', 'another']),
    factsBefore: Math.round((facts * draw.int(10, 60)) / 100),
    portion: draw.int(20, 80),
    portionEveryMs: draw.int(100, 300),
    repeatEvery: draw.int(2, 6),
    poisonEvery: draw.int(2, 6),
    routes: { http: draw.int(20, 50), inbound: draw.int(20, 40) },
    oldVersions: draw.int(10, 90),
    // One round at least has a guest.
    rounds: rounds.map((round, at) =>
      at === guests || draw.int(1, 4) === 1 ? { ...round, guest: guestOf(draw) } : round,
    ),
    ingest: {
      victims: draw.shuffled(phasesOf('ingest')).map((phase) => victimOf(draw, phase)),
      neighbourDiesAfterMs: draw.int(3_000, 15_000),
    },
    serverFaults: draw.shuffled(['kafka', 'mongodb'] as const).map((server) => serverFaultOf(draw, server)),
  };
}

const roundOf = (draw: Draw, [first, second]: [Phase, Phase]): Round => ({
  group: draw.pick(['same', 'another']),
  victims: [victimOf(draw, first), victimOf(draw, second)],
});

const victimOf = (draw: Draw, phase: Phase): Victim => ({ phase, count: draw.int(1, mostOften[phase]) });

const guestOf = (draw: Draw): Guest => ({
  group: draw.pick(['same', 'own']),
  comesAfterMs: draw.int(0, 2_000),
  staysMs: draw.int(3_000, 7_000),
  leaves: draw.pick(['SIGTERM', 'SIGKILL', 'frozen']),
});

const serverFaultOf = (draw: Draw, server: ServerFault['server']): ServerFault => ({
  server,
  fault: draw.pick(['killed', 'frozen']),
  afterMs: draw.int(2_000, 10_000),
  forMs: draw.int(500, 5_000),
});
