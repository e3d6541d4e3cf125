const ISO = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?)?)?$/;

/**
 * Milliseconds since 1970 of a date as policies write it: the W3C profile of ISO 8601, or seconds since 1970 (IAM user
 * guide, "Date condition operators"). Four digits are a year.
 */
export function timeOf(value: string): number | null {
  if (/^\d{5,12}(\.\d{1,9})?$/.test(value)) return Number(value) * 1000;
  const match = ISO.exec(value);
  if (match === null) return null;
  const [, year = '', month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '', zone] = match;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  // Date.UTC takes 30 February for 2 March.
  const same = new Date(ms);
  if (same.getUTCMonth() !== Number(month) - 1 || same.getUTCDate() !== Number(day)) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  return ms + Number(`0${fraction}`) * 1000 - offsetOf(zone);
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
