BigInteger fewProducts(BigInteger base, int exponent,
        BinaryOperator<BigInteger> times) {
    var power = base;
    for (int i = 1; i < exponent; i++)
        power = times.apply(power, base);
    return power;
}
