import { factPublisherContract } from '../testing/fact-publisher.contract.ts';
import { inboundStoreContract } from '../testing/inbound-store.contract.ts';
import { submissionStoreContract } from '../testing/submission-store.contract.ts';
import { MemoryFactPublisher } from './memory-fact-publisher.ts';
import { MemoryInboundStore } from './memory-inbound-store.ts';
import { MemorySubmissionStore } from './memory-submission-store.ts';

factPublisherContract(async () => {
  const publisher = new MemoryFactPublisher();
  return { publisher, read: async (topic) => publisher.read(topic) };
});

submissionStoreContract(async () => {
  const store = new MemorySubmissionStore();
  return { store, rejections: async () => store.rejections };
});

inboundStoreContract(async () => {
  const store = new MemoryInboundStore();
  return { store, rejections: async () => store.rejections };
});
