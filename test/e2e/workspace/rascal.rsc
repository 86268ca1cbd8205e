@license{
  Any licence
}
module demo::Hello

import IO;

void main() {
  println("hello");
}
