/** What Azure Monitor would say against a query, by Microsoft's own analyser: grammar, functions, and the columns of the tables. */
import { createRequire } from "node:module";

/** The columns used of tables of a workspace: https://learn.microsoft.com/azure/azure-monitor/reference/tables-index */
const tables = {
  AppTraces: "(TimeGenerated: datetime, Message: string)",
  AppExceptions: "(TimeGenerated: datetime, OuterMessage: string)",
  AppRequests: "(TimeGenerated: datetime, Name: string, Success: bool)",
  AzureMetrics: "(TimeGenerated: datetime, MetricName: string, Total: real)",
};

/** Of the analyser, what is called here; it is C# made JavaScript. */
interface Analyser {
  readonly Symbols: {
    readonly DatabaseSymbol: { ctor: new (name: string, tables: readonly unknown[]) => unknown };
    readonly TableSymbol: { From(columns: string): { WithName(name: string): unknown } };
  };
  readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): unknown } };
  readonly KustoCode: {
    ParseAndAnalyze(
      query: string,
      globals: unknown,
    ): { GetDiagnostics(): { readonly Count: number; getItem(index: number): { readonly Message: string } } };
  };
}

/** Answers the complaints of a query. */
export function kustoAnalyser(): (query: string) => readonly string[] {
  const require = createRequire(import.meta.url);
  require("@kusto/language-service-next/bridge.min.js");
  require("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
  const { Symbols, GlobalState, KustoCode } = (globalThis as unknown as { Kusto: { Language: Analyser } }).Kusto
    .Language;
  const known = Object.entries(tables).map(([name, columns]) => Symbols.TableSymbol.From(columns).WithName(name));
  const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.ctor("workspace", known));
  return (query) => {
    const diagnostics = KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics();
    return Array.from({ length: diagnostics.Count }, (_, index) => diagnostics.getItem(index).Message);
  };
}
