import type { Mutant } from './mutant.ts';

const consolidation = 'services/account-consolidation/src';
const ingest = 'services/ingest/src/handlers';

/** What comes in, what is set aside, what comes again. */
export const pathMutants: readonly Mutant[] = [
  {
    name: 'inbound-position-before-publish',
    harm: 'A crash between the two leaves facts of port systems behind that were never put into the log.',
    file: `${ingest}/on-port-transactions-inbound.ts`,
    find: 'await Promise.all([this.#publisher.publish(acceptedOf(judgements)),',
    replace:
      'await this.#store.advance(batch, rejections);\n    await Promise.all([this.#publisher.publish(acceptedOf(judgements)),',
    test: {
      file: `${ingest}/on-port-transactions-inbound.spec.ts`,
      name: 'facts that port systems put on Kafka stay where they are while the broker is away',
    },
  },
  {
    name: 'replay-not-compared',
    harm: 'Whoever may publish can hide what is open in quarantine, with any bytes.',
    file: `${consolidation}/domain/settlements.ts`,
    find: 'if (!this.#open.get(offset)?.equals(factDigest(record.key, record.value))) return;',
    replace: 'if (!this.#open.has(offset)) return;',
    test: {
      file: `${consolidation}/handlers/quarantine.spec.ts`,
      name: 'a replay with another value settles nothing',
    },
  },
  {
    name: 'settled-twice',
    harm: 'What was replayed twice is settled twice, and open no longer is quarantined less settled.',
    file: `${consolidation}/domain/settlements.ts`,
    find: '    this.#open.delete(offset);\n',
    replace: '',
    test: {
      file: `${consolidation}/handlers/quarantine.spec.ts`,
      name: 'a replay that comes twice settles once, and is accounted for each time, in batches of 3',
    },
  },
  {
    name: 'dead-letters-after-outcomes',
    harm: 'ingest hears that a fact was set aside before there is a dead letter of it, or without one.',
    file: `${consolidation}/adapters/lane-log.ts`,
    find: '  await publishDeadLetters(collections, producer, lane, manifests);\n',
    replace: '',
    test: {
      file: `${consolidation}/adapters/lane-log.int.spec.ts`,
      name: 'the log of a lane says no outcome of a batch whose dead letters were not acknowledged',
    },
  },
];
