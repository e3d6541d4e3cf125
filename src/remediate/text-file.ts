/** A file of an export: its path below the folder, with `/` between the parts, and all of its text. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}
