/** Whoever asks what a command takes is told, and nothing else is done. */
export function helpIfAsked(text: string): void {
  if (!process.argv.slice(2).some((word) => word === '--help' || word === '-h')) return;
  process.stdout.write(text);
  process.exit(0);
}
