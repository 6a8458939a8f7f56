import { describe, expect, it } from '@jest/globals';
import { dollars, table } from './table.ts';

describe('a table', () => {
  it('has columns as wide as their longest cell, and its total below a rule', () => {
    const text = table(
      [{ head: 'Kind' }, { head: 'Owed', align: 'right' }],
      [
        ['Duty', '$5.00'],
        ['Harbor fees', '$1,200.00'],
      ],
      ['Total', '$1,205.00'],
    );
    expect(text).toBe(
      [
        'Kind              Owed',
        '──────────────────────',
        'Duty             $5.00',
        'Harbor fees  $1,200.00',
        '──────────────────────',
        'Total        $1,205.00',
      ].join('\n'),
    );
  });

  it('has no head where no column has a heading', () => {
    expect(
      table(
        [{ head: '' }, { head: '', align: 'right' }],
        [
          ['filed', '12'],
          ['cancelled', '3'],
        ],
      ),
    ).toBe('filed      12\ncancelled   3');
  });
});

it('shows cents as dollars', () => {
  expect([0, 5, 123_456_789, -1].map(dollars)).toEqual(['$0.00', '$0.05', '$1,234,567.89', '-$0.01']);
});
