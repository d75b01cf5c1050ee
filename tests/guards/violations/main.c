int upper_number(void);

int main(void)
{
    return upper_number();
}
