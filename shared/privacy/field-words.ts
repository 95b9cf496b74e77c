/** A field's name as words: `clientMACAddress`, `client_mac_address` and `Client MAC address` are all "client mac address". */

/** A name says at its end what it holds; what is before its last 100 characters is not looked at. */
const LONGEST_END = 100;

export function wordsOf(name: string): readonly string[] {
  const end = name.length > LONGEST_END ? name.slice(-LONGEST_END) : name;
  const lower = end.toLowerCase();
  const words: string[] = [];
  let start = 0;
  for (let index = 0; index <= end.length; index++) {
    const isInWord = index < end.length && isLetterOrDigit(end.charCodeAt(index));
    if (isInWord && !beginsWord(end, index)) continue;
    if (index > start) words.push(lower.slice(start, index));
    start = isInWord ? index : index + 1;
  }
  return words;
}

/** An upper-case letter after a lower-case one, and the last one of several before a lower-case one: `clientMAC|Address`. */
function beginsWord(text: string, index: number): boolean {
  if (index === 0 || !isUpper(text.charCodeAt(index))) return false;
  const before = text.charCodeAt(index - 1);
  if (!isUpper(before)) return true;
  return isLower(text.charCodeAt(index + 1)) && !isAddendum(text, index + 1);
}

const S = 0x73;
const V = 0x76;

/** `deviceIDs`, `MACs`, `IPv4`: the small letter belongs to the capitals before it. */
function isAddendum(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return (code === S || code === V) && !isLower(text.charCodeAt(index + 1));
}

function isUpper(code: number): boolean {
  return code >= 0x41 && code <= 0x5a;
}

function isLower(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

function isLetterOrDigit(code: number): boolean {
  return isLower(code) || isUpper(code) || (code >= 0x30 && code <= 0x39);
}
