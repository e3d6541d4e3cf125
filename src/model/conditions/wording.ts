/** Ages prove nothing yet: after StartLogging, or after an account joined its organization. */
export const tooYoungWording = {
  text: 'Too early to judge delivery of {trail}: {event} at {at}, and {hours} hours have to pass first.',
  next: 'Scan again later.',
} as const;
