import type { Mutant, NamedTest } from './mutant.ts';

const src = 'libs/messaging/src';
const worker = (name: string): NamedTest => ({ file: `${src}/lane-worker.spec.ts`, name: `a lane worker ${name}` });
const response = (name: string): NamedTest => ({
  file: `${src}/fetch-response.spec.ts`,
  name: `a fetch response ${name}`,
});
const bounds = (name: string): NamedTest => ({ ...response(name), file: `${src}/fetch-response-bounds.spec.ts` });
const unknownSchema = (name: string): NamedTest => ({
  file: `${src}/lane-worker-schema.spec.ts`,
  name: `a record of an unknown schema ${name}`,
});
const patience = (name: string): NamedTest => ({
  file: `${src}/schema-patience.spec.ts`,
  name: `patience with unknown schemas ${name}`,
});
const DROPS = worker('drops offsets below what it wants, and folds nothing that was fetched above');

/** Between the fetch and the write: what kafkajs delivers too early, twice or not at all. */
export const messagingMutants: readonly Mutant[] = [
  {
    name: 'lower-offsets-kept',
    harm: 'Records that were written come again in the next batch, which then begins below its position.',
    file: `${src}/lane-worker.ts`,
    find: 'this.#queue.push(rising(records, this.#enqueued, lastOffset));',
    replace: 'this.#queue.push(records);',
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
    find: 'return position === 0 && expires(topic) ? log.low : undefined;',
    replace: 'return position;',
    test: {
      file: `${src}/lane.spec.ts`,
      name: 'a lane stops, paused and reported, at a position beyond the end of the log',
    },
  },
  {
    name: 'removed-facts-passed-over',
    harm: 'Facts that were never to expire are gone, and a rebuilt database lacks them without a word.',
    file: `${src}/lane.ts`,
    find: "config['retention.ms'] !== '-1'",
    replace: "config['retention.ms'] !== ''",
    test: {
      file: `${src}/lane.spec.ts`,
      name: 'a lane stops, paused and reported, at a position never seen, of a log that was to keep everything',
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
    file: `${src}/worker-faults.ts`,
    find: "return isRetryable(error) || unread ? { outcome: 'failed' } : { outcome: 'refused', error };",
    replace: "return { outcome: 'failed' };",
    test: {
      file: `${src}/lane-worker-division.spec.ts`,
      name: 'a lane worker puts a record aside that cannot be handled, and writes its neighbours',
    },
  },
  {
    name: 'checksum-unchecked',
    harm: 'A record that was damaged on its way or on the disk is folded as it came.',
    file: `${src}/record-batch.ts`,
    find: 'if (crc32c(bytes, AT.attributes) !== bytes.readUInt32BE(AT.crc))',
    replace: 'if (bytes.length < 0)',
    test: response('says which partition is damaged, wherever a byte of it was changed, and reads the others'),
  },
  {
    name: 'offsets-inside-believed',
    harm: 'A producer that numbers its records wrongly moves the store beyond the log, and later facts are skipped.',
    file: `${src}/record-batch.ts`,
    find: 'if (offset >= next && offset <= last) return offset + 1;',
    replace: 'if (last >= 0) return offset + 1;',
    test: bounds('believes no offsets inside a batch that do not rise within it'),
  },
  {
    name: 'expansion-unbounded',
    harm: 'A few kilobytes of zstd take all memory, again and again.',
    file: `${src}/codecs.ts`,
    find: 'unzstd(bytes, { maxOutputLength, chunkSize })',
    replace: 'unzstd(bytes, { maxOutputLength: 100 * maxOutputLength, chunkSize })',
    test: { file: `${src}/codecs.spec.ts`, name: 'codecs refuse zstd that expands beyond the limit' },
  },
  {
    name: 'memory-short-taken-for-garbage',
    harm: 'A process that runs short of memory sets good batches aside.',
    file: `${src}/fetch-response.ts`,
    find: '    if (isMemoryShort(error)) throw memoryShort(error);\n',
    replace: '',
    test: bounds('does not set a good batch aside when there was no memory for zlib: it is fetched again'),
  },
  {
    name: 'aborted-fetch-without-a-sign',
    harm: 'A fetch that brings only aborted records is asked for again without end.',
    file: `${src}/fetch-response.ts`,
    find: "messages.push(sign(last, 'passed'));",
    replace: 'return messages;',
    test: response('drops what was aborted, and the marks, but tells how far it came'),
  },
  {
    name: 'empty-fetch-ends-the-lane',
    harm: 'After a fetch that brought no record nothing is written any more.',
    file: `${src}/lane-worker.ts`,
    find: 'if (this.#queue.length > 0) this.#running ??= this.#drain();',
    replace: 'this.#running ??= this.#drain();',
    test: { file: `${src}/lane-worker-schema.spec.ts`, name: 'a worker goes on after a fetch that brought no record' },
  },
  {
    name: 'unknown-schema-not-waited-for',
    harm: 'In a rolling update an older member puts aside what a newer one could read.',
    file: `${src}/lane-worker.ts`,
    find: 'return this.#options.waitsForSchema?.(record) ?? false;',
    replace: 'return false;',
    test: unknownSchema('waits by itself: what came before is written at once'),
  },
  {
    name: 'patience-without-end',
    harm: 'Garbage with a schema id holds up its lane for good.',
    file: `${src}/schema-patience.ts`,
    find: 'return now - this.#openedFor(schemaId, now) < this.#options.patienceMs;',
    replace: 'return true;',
    test: patience('has one window, from the first one on'),
  },
  {
    name: 'patience-for-each-id-made-up',
    harm: 'Garbage with ids at random holds up its lane half a minute for each.',
    file: `${src}/schema-patience.ts`,
    find: 'return this.#openings.length < this.#options.windows;',
    replace: 'return true;',
    test: patience('opens a few windows at most, whatever ids are made up'),
  },
  {
    name: 'damaged-fetch-not-asked-again',
    harm: 'A lane stands for good after one damaged fetch.',
    file: `${src}/lane.ts`,
    find: '    await this.#pause(backOffMs(times));\n    this.fetchOn();\n',
    replace: '',
    test: {
      file: `${src}/lane.spec.ts`,
      name: 'a lane takes what came whole before a damaged batch, and fetches again from there after a while',
    },
  },
  {
    name: 'lost-records-passed-over',
    harm: 'Retention removes what was not read yet, and the lane asks for it without end and without a word.',
    file: `${src}/lane.ts`,
    find: '    if (++this.#refused % CHECK_EVERY === 0) void this.#checkLog();\n',
    replace: '',
    test: {
      file: `${src}/lane.spec.ts`,
      name: 'a lane stops when the log has lost what it wants next, as fetches from elsewhere tell',
    },
  },
  {
    name: 'lane-with-two-owners',
    harm: 'Two members fence each other on one lane, while another stands.',
    file: `${src}/assign-lanes.ts`,
    find: '    kept.forEach((partition) => free.delete(partition));\n',
    replace: '',
    test: {
      file: `${src}/assign-lanes.spec.ts`,
      name: 'the assignment of lanes gives each lane to exactly one member, evenly, whatever they say that they own',
    },
  },
  {
    name: 'revoked-offsets-committed',
    harm: 'Who has lost a lane moves its group offset, and lag displays lie.',
    file: `${src}/group-offsets.ts`,
    find: 'if (this.#owned.has(key)) this.#reached.set(key, nextOffset);',
    replace: 'this.#reached.set(key, nextOffset);',
    test: {
      file: `${src}/lane-consumer-members.int.spec.ts`,
      name: 'members of one group leave the position of a lane that they lost to its new owner',
    },
  },
  {
    name: 'crash-for-good',
    harm: 'After a crash that kafkajs calls non-retriable the process lives on and consumes nothing.',
    file: `${src}/group-member.ts`,
    find: 'void (payload.restart || this.#startAgain(payload.error))',
    replace: 'void payload.restart',
    test: {
      file: `${src}/lane-consumer-crash.int.spec.ts`,
      name: 'a crash that kafkajs calls non-retriable ends no consumer: it begins anew by itself when the cause is gone',
    },
  },
];
