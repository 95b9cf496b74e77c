export const realRig = (..._: unknown[]): never => {
  throw new Error("later");
};
