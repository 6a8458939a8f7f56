import type { Mutant, NamedTest } from './mutant.ts';

const src = 'libs/messaging/src';
const worker = (name: string): NamedTest => ({ file: `${src}/lane-worker.spec.ts`, name: `a lane worker ${name}` });
const DROPS = worker('drops offsets below what it wants, and folds nothing that was fetched above');

/** Between the fetch and the write: what kafkajs delivers too early, twice or not at all. */
export const messagingMutants: readonly Mutant[] = [
  {
    name: 'lower-offsets-kept',
    harm: 'Records that were written come again in the next batch, which then begins below its position.',
    file: `${src}/lane-worker.ts`,
    find: 'records[0]?.offset === this.#enqueued ? records : records.filter((r) => r.offset >= this.#enqueued),',
    replace: 'records,',
    test: DROPS,
  },
  {
    name: 'fetch-above-wanted-taken',
    harm: 'A batch that kafkajs delivers after a late seek moves the lane past records that nobody has folded.',
    file: `${src}/lane-worker.ts`,
    find: 'if (fetchedOffset > this.#enqueued || lastOffset < this.#enqueued) return false;',
    replace: 'if (lastOffset < this.#enqueued) return false;',
    test: DROPS,
  },
  {
    name: 'queue-kept-after-fence',
    harm: 'What was fetched for an earlier position is written upon the later one.',
    file: `${src}/lane-worker.ts`,
    find: 'this.#queue.clear();\n    this.#position = position;',
    replace: 'this.#position = position;',
    test: worker('loses nothing that is fetched while it asks where the store stands'),
  },
  {
    name: 'seek-on-assignment-dropped',
    harm: "A lane goes on where the group's offsets stand, not where the store does.",
    file: `${src}/lane.ts`,
    find: '    this.#fetching.seek(this.worker.wanted);\n',
    replace: '',
    test: {
      file: `${src}/lane.spec.ts`,
      name: "a lane seeks to the store's position when it is assigned, and only then fetches",
    },
  },
  {
    name: 'position-outside-log-guessed',
    harm: 'After a topic was recreated the lane goes on somewhere, and facts are missing without a word.',
    file: `${src}/lane.ts`,
    find: 'if ((position === 0 || position >= low) && position <= high) {',
    replace: 'if (position >= 0) {',
    test: {
      file: `${src}/lane.spec.ts`,
      name: 'a lane stops, paused and reported, at a position beyond the end of the log',
    },
  },
  {
    name: 'codec-not-registered',
    harm: "A foreign producer's zstd batches are put aside, whole, as unreadable.",
    file: `${src}/codecs.ts`,
    find: '  4: (bytes, maxOutputLength) => unzstd(bytes, { maxOutputLength, chunkSize }),\n',
    replace: '',
    test: { file: `${src}/codecs.spec.ts`, name: 'codecs read zstd' },
  },
  {
    name: 'refused-batch-tried-for-ever',
    harm: 'One bad record holds up its lane for good.',
    file: `${src}/lane-worker.ts`,
    find: "return isRetryable(error) || unread ? { outcome: 'failed' } : { outcome: 'refused', error };",
    replace: "return { outcome: 'failed' };",
    test: worker('puts a record aside that cannot be handled, and writes its neighbours'),
  },
];
