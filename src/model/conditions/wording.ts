/** Ages prove nothing yet: after StartLogging, or after an account joined its organization. */
export const tooYoungWording = {
  text: 'Too early to judge trail {trail}: {event} at {at}; for {hours} hours after that, nothing old or missing proves anything.',
  next: 'Scan again later.',
} as const;
