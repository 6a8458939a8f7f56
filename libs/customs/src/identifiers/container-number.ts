const SHAPE = /^[A-Z]{3}[UJZ]\d{7}$/;

/** Whether a text is a container number with its check digit. ISO 6346. */
export const isContainerNumber = (text: string): boolean =>
  SHAPE.test(text) && containerCheckDigit(text.slice(0, 10)) === Number(text[10]);

/** Letters count 10 to 38 without the multiples of 11, each place weighs twice the one before; the sum modulo 11. */
export function containerCheckDigit(ownerAndNumber: string): number {
  let sum = 0;
  for (let i = 0; i < 10; i++) sum += valueOf(ownerAndNumber.charCodeAt(i)) * 2 ** i;
  return (sum % 11) % 10;
}

function valueOf(code: number): number {
  if (code < 65) return code - 48;
  const value = code - 55;
  return value + Math.floor((value - 1) / 10);
}
