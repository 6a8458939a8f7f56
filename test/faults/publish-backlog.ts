// A process of its own that publishes a sample: jest would take two and a half times as long for it.
import { createKafka } from '@landfall/messaging';
import { publishSample } from '@landfall/testing';
import { progressLine } from '../bench/progress.ts';

const [brokers, topicPrefix, seed, facts] = process.argv.slice(2) as [string, string, string, string];
process.once('disconnect', () => process.exit(1));

const progress = progressLine(`backlog: publishing with seed ${seed}`, Number(facts));
const kafka = createKafka({ brokers: brokers.split(','), clientId: 'backlog' });
const sample = { seed: Number(seed), facts: Number(facts), accounts: 2_000, spread: 60_000 };
process.send?.(await publishSample(kafka, topicPrefix, sample, progress.show), () => process.exit(0));
