import type { Amounts, BillPurpose, RefundReason } from '@landfall/events';
import { excess, nothing, plus, totalOf } from '../amounts.ts';
import { addWorkingDays, isoDate, liquidationDay } from '../calendar.ts';
import { estimateOf, nextReference, owedIn, tell, type EntryStory } from './story.ts';

/** The summary's duties, fees and taxes are paid within ten working days of entry. 19 CFR 141.103, 24.25. */
export function deposit(story: EntryStory): void {
  const { random } = story.trade;
  story.day = Math.max(story.day, addWorkingDays(story.entryDay, random.int(5, 10)));
  payWhatIsDue(story);
}

function payWhatIsDue(story: EntryStory): void {
  const { random, trader } = story.trade;
  const due = excess(owedIn(story), story.paid);
  if (totalOf(due) === 0) return;
  story.paid = plus(story.paid, due);
  const onStatement = random.chance(0.6);
  const fields = {
    paidOn: isoDate(story.day),
    amounts: due,
    method: onStatement ? 'ACH_DEBIT' : random.pick(['ACH_CREDIT', 'CHECK', 'CARD', 'CASH'] as const),
    statementNumber: onStatement ? `${story.route.port.code}${isoDate(story.day).slice(2).replaceAll('-', '')}D` : null,
    payerUnitNumber: onStatement ? trader.payerUnitNumber : null,
  } as const;
  const reference = nextReference(story, 'P');
  const misstated = random.chance(0.02);
  if (misstated)
    tell(story, 'DutyPaid', { ...fields, amounts: { ...due, dutyCents: due.dutyCents + 100_00 } }, { reference });
  tell(story, 'DutyPaid', fields, { reference, version: misstated ? 2 : 1 });
}

/** After a change, what is still due is paid, or what was paid too much comes back. */
export function settle(reason: RefundReason): (story: EntryStory) => void {
  return (story) => {
    story.day = addWorkingDays(story.day, story.trade.random.int(1, 20));
    refundWhatIsOver(story, reason);
    payWhatIsDue(story);
  };
}

function refundWhatIsOver(story: EntryStory, reason: RefundReason): void {
  const over = excess(story.paid, owedIn(story));
  if (totalOf(over) === 0) return;
  story.paid = excess(story.paid, over);
  tell(
    story,
    'RefundIssued',
    { issuedOn: isoDate(story.day), amounts: over, reason },
    { reference: nextReference(story, 'R') },
  );
}

/** Customs bills interest, damages or a payment that its bank returned; mostly it is paid. */
export function penalize(story: EntryStory): void {
  const { random } = story.trade;
  story.day = addWorkingDays(story.day, random.int(5, 30));
  const purpose = random.pick(['INTEREST', 'LIQUIDATED_DAMAGES', 'DISHONORED_PAYMENT', 'OTHER'] as const);
  const amounts = penalties(story)[purpose];
  if (totalOf(amounts) === 0) return;
  story.billed = plus(story.billed, amounts);
  bill(story, purpose, amounts);
  if (random.chance(0.7)) settle('OTHER')(story);
}

function penalties(
  story: EntryStory,
): Record<'INTEREST' | 'LIQUIDATED_DAMAGES' | 'DISHONORED_PAYMENT' | 'OTHER', Amounts> {
  const { random } = story.trade;
  return {
    INTEREST: { ...nothing, interestCents: random.int(5_00, 900_00) },
    LIQUIDATED_DAMAGES: { ...nothing, dutyCents: random.int(1, 50) * 100_00 },
    DISHONORED_PAYMENT: story.paid,
    OTHER: { ...nothing, feesCents: random.int(10_00, 400_00) },
  };
}

function bill(story: EntryStory, purpose: BillPurpose, amounts: Amounts): void {
  const fields = { issuedOn: isoDate(story.day), dueOn: isoDate(story.day + 30), amounts, purpose };
  tell(story, 'BillIssued', fields, { reference: nextReference(story, 'B') });
}

/** Entries are liquidated on a Friday, usually 314 days after entry; few change what is owed. */
export function liquidate(story: EntryStory): void {
  const { random } = story.trade;
  story.day = liquidationDay(Math.max(story.day, story.entryDay + 314));
  const estimate = estimateOf(story);
  const kind = random.weighted([
    [84, 'NO_CHANGE'],
    [8, 'INCREASE'],
    [6, 'DECREASE'],
    [2, 'DEEMED'],
  ] as const);
  // What is free cannot become cheaper.
  const liquidationType = kind === 'DECREASE' && estimate.dutyCents === 0 ? 'NO_CHANGE' : kind;
  story.assessed = assessments[liquidationType](story, estimate);
  tell(story, 'EntryLiquidated', {
    liquidatedOn: isoDate(story.day),
    liquidationType,
    assessed: story.assessed,
    reasons: reasons[liquidationType],
  });
  if (liquidationType === 'INCREASE') bill(story, 'LIQUIDATION_INCREASE', excess(owedIn(story), story.paid));
  if (random.chance(0.8)) settle(liquidationType === 'DECREASE' ? 'LIQUIDATION_DECREASE' : 'OTHER')(story);
}

type Assessment = (story: EntryStory, estimate: Amounts) => Amounts;

const unchanged: Assessment = (_story, estimate) => estimate;

const assessments: Record<'NO_CHANGE' | 'INCREASE' | 'DECREASE' | 'DEEMED', Assessment> = {
  NO_CHANGE: unchanged,
  DEEMED: unchanged,
  INCREASE: ({ trade: { random }, goods }, estimate) => {
    const value = goods.reduce((sum, { valueDollars }) => sum + valueDollars, 0);
    const more = Math.max(1_00, Math.round(value * (1 + random.fraction() * 4)));
    return { ...estimate, dutyCents: estimate.dutyCents + more, interestCents: Math.round(more * 0.06) };
  },
  DECREASE: ({ trade: { random } }, estimate) => ({
    ...estimate,
    dutyCents: Math.floor(estimate.dutyCents * (0.5 + random.fraction() * 0.45)),
  }),
};

const reasons: Record<'NO_CHANGE' | 'INCREASE' | 'DECREASE' | 'DEEMED', string[]> = {
  NO_CHANGE: ['42'],
  INCREASE: ['02', '07'],
  DECREASE: ['01'],
  DEEMED: ['99'],
};

/** A protest is granted: the entry is liquidated again, for less. 19 U.S.C. 1514. */
export function reliquidate(story: EntryStory): void {
  if (story.assessed === undefined) return;
  story.day = liquidationDay(story.day + story.trade.random.int(20, 55));
  story.assessed = { ...story.assessed, dutyCents: Math.floor(story.assessed.dutyCents * 0.7), interestCents: 0 };
  const fields = {
    liquidatedOn: isoDate(story.day),
    liquidationType: 'RELIQUIDATION',
    assessed: story.assessed,
    reasons: ['63'],
  } as const;
  tell(story, 'EntryLiquidated', { ...fields, reasons: [...fields.reasons] }, { version: 2 });
  settle('PROTEST_APPROVED')(story);
}
