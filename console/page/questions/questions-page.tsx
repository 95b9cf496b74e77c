/** Page Questions. */
export function QuestionsPage() {
  return <h1>Questions</h1>;
}
