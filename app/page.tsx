export default function Home() {
  return <h1>Likeness</h1>;
}
