/** Page Pipeline. */
export function PipelinePage() {
  return <h1>Pipeline</h1>;
}
