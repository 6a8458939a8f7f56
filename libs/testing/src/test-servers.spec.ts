import { describe, expect, it } from '@jest/globals';
import { announceTestServers, testServers } from './test-servers.ts';

describe('the shared servers', () => {
  it('reach the workers through the environment', () => {
    const env: NodeJS.ProcessEnv = {};
    announceTestServers({ brokers: '127.0.0.1:9092', mongodbUri: 'mongodb://127.0.0.1:27017/?replicaSet=rs0' }, env);
    expect(testServers(env)).toEqual({
      brokers: '127.0.0.1:9092',
      mongodbUri: 'mongodb://127.0.0.1:27017/?replicaSet=rs0',
    });
  });

  it('are missed with a hint in a test that runs without them', () => {
    expect(() => testServers({ KAFKA_BROKERS: '127.0.0.1:9092' })).toThrow(
      expect.objectContaining({ code: 'TEST_SERVERS_MISSING' }),
    );
  });
});
