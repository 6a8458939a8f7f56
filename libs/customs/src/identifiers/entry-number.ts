const SHAPE = /^[A-Z0-9]{3}\d{7}\d$/;

/** Whether a text is an entry number: filer code, 7 digits, and the check digit of CATAIR Appendix E. */
export const isEntryNumber = (text: string): boolean =>
  SHAPE.test(text) && checkDigitOf(text.slice(0, 10)) === Number(text[10]);

/**
 * The check digit of the first 10 characters of an entry number: letters become digits (A-I 1-9, J-R 1-9, S-Z 2-9), every
 * second digit from the right is doubled, and all digits are added. CATAIR Appendix E.
 */
export function checkDigitOf(filerCodeAndNumber: string): number {
  let sum = 0;
  for (let i = 0; i < 10; i++) {
    const digit = digitOf(filerCodeAndNumber.charCodeAt(i));
    const weighed = i % 2 === 1 ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return (10 - (sum % 10)) % 10;
}

function digitOf(code: number): number {
  if (code < 65) return code - 48;
  if (code < 74) return code - 64;
  if (code < 83) return code - 73;
  return code - 81;
}
