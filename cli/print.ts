/** Standard output; waits where the reader is slower. */
export function print(text: string): Promise<void> | void {
  if (!process.stdout.write(text)) return new Promise((resolve) => process.stdout.once("drain", resolve));
}
