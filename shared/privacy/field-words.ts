/** A field's name as words: `clientMACAddress`, `client_mac_address` and `Client MAC address` are all "client mac address". */

/** A name says at its end what it holds; what is before its last 100 characters is not looked at. */
const LONGEST_END = 100;

export function wordsOf(name: string): string {
  // Else "IPv4" would be "i pv4".
  const end = name.slice(-LONGEST_END).replaceAll("IPv", "Ipv");
  let words = "";
  for (let index = 0; index < end.length; index++) {
    const character = end.charAt(index);
    if (!isLetterOrDigit(character)) {
      if (words !== "" && !words.endsWith(" ")) words += " ";
      continue;
    }
    if (beginsWord(end, index) && words !== "" && !words.endsWith(" ")) words += " ";
    words += character.toLowerCase();
  }
  return words.trimEnd();
}

/** An upper-case letter after a lower-case one, and the last one of several before a lower-case one: `clientMAC|Address`. */
function beginsWord(text: string, index: number): boolean {
  if (index === 0 || !isUpper(text.charAt(index))) return false;
  const before = text.charAt(index - 1);
  if (!isUpper(before)) return isLetterOrDigit(before);
  return isLower(text.charAt(index + 1)) && !isPluralOfCapitals(text, index + 1);
}

/** `deviceIDs`, `MACs`: the s belongs to the capitals before it. */
function isPluralOfCapitals(text: string, index: number): boolean {
  return text.charAt(index) === "s" && !isLower(text.charAt(index + 1));
}

function isUpper(character: string): boolean {
  return character >= "A" && character <= "Z";
}

function isLower(character: string): boolean {
  return character >= "a" && character <= "z";
}

function isLetterOrDigit(character: string): boolean {
  return isLower(character) || isUpper(character) || (character >= "0" && character <= "9");
}
