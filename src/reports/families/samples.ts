/** Numbers of which only statistics are wanted, kept in 8 bytes each. */
export class Samples {
  #values = new Float64Array(16);
  #count = 0;
  #sum = 0;
  #sorted = true;

  add(value: number): void {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#count * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count] = value;
    this.#count += 1;
    this.#sum += value;
    this.#sorted = false;
  }

  get count(): number {
    return this.#count;
  }

  /** Null over nothing. */
  get average(): number | null {
    return this.#count === 0 ? null : this.#sum / this.#count;
  }

  /**
   * The value below which a share (0 to 1) of the samples lies, interpolated linearly between the two nearest, as k6 does. Null over nothing.
   *
   * @example of 1 and 2, quantile(0.5) is 1.5
   */
  quantile(share: number): number | null {
    if (this.#count === 0) return null;
    if (!this.#sorted) this.#values.subarray(0, this.#count).sort();
    this.#sorted = true;
    const index = share * (this.#count - 1);
    const below = this.#values[Math.floor(index)] ?? 0;
    const above = this.#values[Math.ceil(index)] ?? 0;
    return below + (above - below) * (index - Math.floor(index));
  }
}
