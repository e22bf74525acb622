// Tests that take up what the one before left: what comes after one that failed would only wait in vain.
import assert from "node:assert/strict";
import { test } from "node:test";

export function inOrder() {
  let broken = "";
  return (name, work) =>
    test(name, async () => {
      assert.equal(broken, "", "a step before failed");
      broken = name;
      await work();
      broken = "";
    });
}
