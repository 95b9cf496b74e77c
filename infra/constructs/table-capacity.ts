/** How a table is billed, as the library has it. */
import { Billing, Capacity, type WarmThroughput } from "aws-cdk-lib/aws-dynamodb";
import type { TablesConfig } from "../config/spaces-config.ts";

export interface TableCapacity {
  readonly billing: Billing;
  readonly warmThroughput?: WarmThroughput;
}

/** For a table nobody needs to plan for. */
export const smallTable: TableCapacity = { billing: Billing.onDemand() };

/** Of a table, and of each of its indexes. */
export function tableCapacity({ capacity, onDemand, provisioned }: TablesConfig): TableCapacity {
  switch (capacity) {
    case "provisioned":
      return {
        billing: Billing.provisioned({
          readCapacity: scaled(provisioned.leastReadUnits, provisioned.mostReadUnits, provisioned.utilizationPercent),
          writeCapacity: scaled(
            provisioned.leastWriteUnits,
            provisioned.mostWriteUnits,
            provisioned.utilizationPercent,
          ),
        }),
      };
    case "onDemand": {
      const { maxReadUnits, maxWriteUnits, warmReadUnits, warmWriteUnits } = onDemand;
      return {
        billing: Billing.onDemand({
          ...(maxReadUnits !== undefined && { maxReadRequestUnits: maxReadUnits }),
          ...(maxWriteUnits !== undefined && { maxWriteRequestUnits: maxWriteUnits }),
        }),
        ...((warmReadUnits !== undefined || warmWriteUnits !== undefined) && {
          warmThroughput: {
            ...(warmReadUnits !== undefined && { readUnitsPerSecond: warmReadUnits }),
            ...(warmWriteUnits !== undefined && { writeUnitsPerSecond: warmWriteUnits }),
          },
        }),
      };
    }
  }
}

/** The seed is what a table has that was on demand before: CloudFormation refuses the change without it. */
function scaled(minCapacity: number, maxCapacity: number, targetUtilizationPercent: number): Capacity {
  return Capacity.autoscaled({ minCapacity, maxCapacity, targetUtilizationPercent, seedCapacity: minCapacity });
}
