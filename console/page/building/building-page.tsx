/** Page Building. */
export function BuildingPage() {
  return <h1>Building</h1>;
}
