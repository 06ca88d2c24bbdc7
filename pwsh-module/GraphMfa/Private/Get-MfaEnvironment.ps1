function Get-MfaEnvironment {
    # The variables of this process that the library wants to know for a sign-in, as far as they are set: Plain, and
    # Secret as the bytes of the secret argument. Or Fault.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()
    $described = Invoke-MfaQuick ([ordered] @{ call = 'describe' })
    if ($null -ne $described.Fault) { return @{ Fault = $described.Fault } }
    $found = @{ environment = [ordered] @{}; secretEnvironment = [ordered] @{} }
    foreach ($list in 'environment', 'secretEnvironment') {
        foreach ($name in $described.Answer.$list) {
            $value = [System.Environment]::GetEnvironmentVariable($name)
            if ($value) { $found[$list][$name] = $value }
        }
    }
    $secret = $null
    if ($found.secretEnvironment.Count -gt 0) { $secret = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-MfaJson $found.secretEnvironment)) }
    @{ Fault = $null; Plain = $found.environment; Secret = $secret }
}
