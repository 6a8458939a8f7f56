import { FactsUnderWay } from './disorder.ts';
import type { SampleFact } from './fact.ts';
import { Nation } from './nation.ts';
import { settle, type SampleOptions } from './options.ts';

/**
 * National trade days as a stream of facts, as real feeds are: repeated, contradicted, corrected, late and out of order. The
 * same options give the same facts; memory does not grow with their number. Throws SAMPLE_OPTIONS_INVALID.
 */
export function* sampleFacts(options: SampleOptions): Generator<SampleFact> {
  const settings = settle(options);
  const nation = new Nation(settings);
  const underWay = new FactsUnderWay(settings);
  for (let place = 0; place < settings.facts; place++) {
    while (!underWay.allSent && !underWay.arrivesBy(place))
      underWay.send(nation.nextDeclaration(underWay.sent / settings.facts), place);
    yield underWay.next()!;
  }
}
