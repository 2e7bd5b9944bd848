/** Text as PostgreSQL can hold it: it has every character but NUL, which becomes U+FFFD. */
export function storableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text
}
