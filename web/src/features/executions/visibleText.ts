// Marks that reorder text, characters without width, and control characters other than tab and line ends: with them a
// command can look like another one. (U+200C and U+200D are kept: scripts and emoji need them.)
// oxlint-disable-next-line no-control-regex
const hidden = /[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** Text in which nothing hides: what a person approves must be what will be done. */
export const visibleText = (text: string) =>
  text.replaceAll('\r\n', '\n').replace(hidden, (character) => `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`);
