/** A Parquet file of the compacted table, made a row group at a time: no more than one is held. */
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { Row } from "../row.ts";
import { columnData, schemaOf } from "./parquet.ts";
import { partitionOf } from "./table.ts";

/** The table tells the day and the hour of arrival, which landing has in its folders' names. */
const arrival = [
  { name: "dt", type: "string" },
  { name: "hour", type: "int" },
] as const;

export interface CompactedFile {
  /** A row group; answers the bytes that follow those answered before. */
  add(rows: readonly Row[]): Uint8Array;
  /** The last bytes. */
  end(): Uint8Array;
}

export function compactedFile(): CompactedFile {
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({ writer, schema: schemaOf(arrival) });
  const taken = () => {
    const bytes = writer.getBytes().slice();
    // Its `offset` goes on counting: where in the file the next byte will be.
    writer.index = 0;
    return bytes;
  };
  return {
    add(rows) {
      const arrivals = rows.map(({ received_at }) => partitionOf(received_at));
      const further = arrival.map(({ name }) => ({ name, data: arrivals.map((one) => one[name]) }));
      parquet.write({ columnData: [...columnData(rows), ...further], rowGroupSize: rows.length });
      return taken();
    },
    end() {
      parquet.finish();
      return taken();
    },
  };
}
