export type Style = 'good' | 'bad' | 'doubt' | 'dim' | 'strong';

/** Adds colour, or does not; colour never carries meaning alone. */
export type Paint = (style: Style, text: string) => string;
