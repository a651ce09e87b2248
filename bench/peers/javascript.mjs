// What one would write by hand: typed arrays in f64, forward and backward fused for each example.

const LEARNING_RATE = 0.1;

/** A run of `workload`. */
export function javascript(workload) {
  const { depth, tanh } = workload;
  if (depth === 0) return new Linear(workload);
  if (depth === 1 && !tanh) return new Shallow(workload);
  if (depth === 2 && tanh) return new Deep(workload);
  throw new Error('nobody has written this one by hand');
}

class Run {
  constructor({ n, width, x, y, w, theta }) {
    this.n = n;
    this.width = width;
    this.x = Float64Array.from(x);
    this.y = Float64Array.from(y);
    this.w = Float64Array.from(w, (w) => w / n);
    this.start = theta;
    this.theta = Float64Array.from(theta);
    this.gradient = new Float64Array(theta.length);
    this.scale = 1 / Math.sqrt(width);
  }

  restart() {
    this.theta.set(this.start);
  }

  steps(count) {
    for (let i = 0; i < count; i++) this.step();
  }

  update() {
    const { theta, gradient } = this;
    for (let i = 0; i < theta.length; i++) theta[i] -= LEARNING_RATE * gradient[i];
  }

  risk() {
    let risk = 0;
    for (let i = 0; i < this.n; i++) {
      const f = this.score(this.x[2 * i], this.x[2 * i + 1]);
      risk += this.w[i] * Math.exp(-this.y[i] * f);
    }
    return risk;
  }
}

class Linear extends Run {
  score(x1, x2) {
    return this.theta[0] * x1 + this.theta[1] * x2 + this.theta[2];
  }

  step() {
    const { n, x, y, w, theta, gradient } = this;
    const [t1, t2, t3] = theta;
    let g1 = 0;
    let g2 = 0;
    let g3 = 0;
    for (let i = 0; i < n; i++) {
      const x1 = x[2 * i];
      const x2 = x[2 * i + 1];
      const f = t1 * x1 + t2 * x2 + t3;
      const g = -y[i] * w[i] * Math.exp(-y[i] * f);
      g1 += g * x1;
      g2 += g * x2;
      g3 += g;
    }
    gradient[0] = g1;
    gradient[1] = g2;
    gradient[2] = g3;
    this.update();
  }
}

/** 2-h-1 ReLU. θ: W `[h][2]`, b `[h]`, a `[h]`, c. */
class Shallow extends Run {
  constructor(workload) {
    super(workload);
    this.h = new Float64Array(workload.width);
  }

  score(x1, x2) {
    const { width, theta } = this;
    let sum = 0;
    for (let j = 0; j < width; j++) {
      const z = theta[2 * j] * x1 + theta[2 * j + 1] * x2 + theta[2 * width + j];
      if (z > 0) sum += theta[3 * width + j] * z;
    }
    return this.scale * sum + theta[4 * width];
  }

  step() {
    const { n, width, x, y, w, theta, gradient, h, scale } = this;
    const b = 2 * width;
    const a = 3 * width;
    gradient.fill(0);
    let gradientOfBias = 0;
    for (let i = 0; i < n; i++) {
      const x1 = x[2 * i];
      const x2 = x[2 * i + 1];
      let sum = 0;
      for (let j = 0; j < width; j++) {
        const z = theta[2 * j] * x1 + theta[2 * j + 1] * x2 + theta[b + j];
        const active = z > 0 ? z : 0;
        h[j] = active;
        sum += theta[a + j] * active;
      }
      const f = scale * sum + theta[4 * width];
      const g = -y[i] * w[i] * Math.exp(-y[i] * f);
      gradientOfBias += g;
      const scaled = g * scale;
      for (let j = 0; j < width; j++) {
        if (h[j] > 0) {
          const d = scaled * theta[a + j];
          gradient[2 * j] += d * x1;
          gradient[2 * j + 1] += d * x2;
          gradient[b + j] += d;
          gradient[a + j] += scaled * h[j];
        }
      }
    }
    gradient[4 * width] = gradientOfBias;
    this.update();
  }

  /** Paints the square from −2 to 2, 256 points a side, with a table of 2048 colors. */
  field(pixels, colors) {
    const side = 256;
    for (let row = 0, at = 0; row < side; row++) {
      const x2 = 2 - (4 * (row + 0.5)) / side;
      for (let column = 0; column < side; column++, at++) {
        const f = this.score((4 * (column + 0.5)) / side - 2, x2);
        const index = f * (1024 / 12) + 1024;
        pixels[at] = colors[index < 0 ? 0 : index > 2047 ? 2047 : index | 0];
      }
    }
  }
}

/** 2-h-h-1 tanh. θ: W₁ `[h][2]`, b₁ `[h]`, W₂ `[h][h]`, b₂ `[h]`, a `[h]`, c. */
class Deep extends Run {
  constructor(workload) {
    super(workload);
    this.h1 = new Float64Array(workload.width);
    this.h2 = new Float64Array(workload.width);
    this.d1 = new Float64Array(workload.width);
  }

  score(x1, x2) {
    const { width, theta, h1, h2, scale } = this;
    const w2 = 3 * width;
    const b2 = w2 + width * width;
    const a = b2 + width;
    for (let j = 0; j < width; j++) {
      h1[j] = Math.tanh(theta[2 * j] * x1 + theta[2 * j + 1] * x2 + theta[2 * width + j]);
    }
    let f = 0;
    for (let j = 0; j < width; j++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += theta[w2 + j * width + k] * h1[k];
      h2[j] = Math.tanh(scale * sum + theta[b2 + j]);
      f += theta[a + j] * h2[j];
    }
    return scale * f + theta[a + width];
  }

  step() {
    const { n, width, x, y, w, theta, gradient, h1, h2, d1, scale } = this;
    const w2 = 3 * width;
    const b2 = w2 + width * width;
    const a = b2 + width;
    gradient.fill(0);
    for (let i = 0; i < n; i++) {
      const x1 = x[2 * i];
      const x2 = x[2 * i + 1];
      const f = this.score(x1, x2);
      const g = -y[i] * w[i] * Math.exp(-y[i] * f);
      gradient[a + width] += g;
      d1.fill(0);
      for (let j = 0; j < width; j++) {
        gradient[a + j] += g * scale * h2[j];
        const d = g * scale * theta[a + j] * (1 - h2[j] * h2[j]);
        gradient[b2 + j] += d;
        const scaled = d * scale;
        for (let k = 0; k < width; k++) {
          gradient[w2 + j * width + k] += scaled * h1[k];
          d1[k] += scaled * theta[w2 + j * width + k];
        }
      }
      for (let k = 0; k < width; k++) {
        const d = d1[k] * (1 - h1[k] * h1[k]);
        gradient[2 * k] += d * x1;
        gradient[2 * k + 1] += d * x2;
        gradient[2 * width + k] += d;
      }
    }
    this.update();
  }
}
