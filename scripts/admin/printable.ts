/** Text for a terminal: control characters, which could clear the screen or hide other text, become U+FFFD. Lines and tabs stay. */
export const printable = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, '\uFFFD');
