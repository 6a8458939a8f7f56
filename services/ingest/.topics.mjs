import { createKafka, createTopics } from '@landfall/messaging';
import { topics } from '@landfall/events';
await createTopics(createKafka({ brokers: [process.argv[2]], clientId: 'x' }), Object.values(topics), {
  topicPrefix: 'hand.',
});
