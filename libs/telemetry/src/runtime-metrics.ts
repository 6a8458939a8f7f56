import { monitorEventLoopDelay } from 'node:perf_hooks';
import { metrics } from '@opentelemetry/api';

const SECOND_IN_NANOSECONDS = 1e9;
const SECOND_IN_MICROSECONDS = 1e6;

/** What an operator asks first of a Node process: memory, processor time, and how long the event loop was held up. */
export function observeRuntime(): { stop(): void } {
  const meter = metrics.getMeter('landfall.runtime');
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  meter
    .createObservableGauge('nodejs.eventloop.delay.p99', {
      unit: 's',
      description: 'Event loop delay since the last reading, 99th percentile',
    })
    .addCallback((result) => {
      if (delay.count > 0) result.observe(delay.percentile(99) / SECOND_IN_NANOSECONDS);
      delay.reset();
    });
  meter
    .createObservableGauge('process.memory.usage', { unit: 'By', description: 'Resident set size' })
    .addCallback((result) => {
      result.observe(process.memoryUsage.rss());
    });
  meter
    .createObservableGauge('v8js.memory.heap.used', { unit: 'By', description: 'Used heap' })
    .addCallback((result) => {
      result.observe(process.memoryUsage().heapUsed);
    });
  meter
    .createObservableCounter('process.cpu.time', { unit: 's', description: 'Processor time, user and system' })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe((user + system) / SECOND_IN_MICROSECONDS);
    });
  return { stop: () => void delay.disable() };
}
