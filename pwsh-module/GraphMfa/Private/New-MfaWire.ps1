function New-MfaWire {
    # What sends requests in place of the native library: a client of .NET, and one that passes no proxy. Both do as they are
    # told: no redirect, no cookie, no patience of their own.
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()
    $framework = $PSVersionTable.PSEdition -ne 'Core'
    $proxy = $null
    if ($framework) {
        # Windows PowerShell does not find it by the name of a type.
        [void] [System.Reflection.Assembly]::Load('System.Net.Http, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a')
        Set-MfaServicePoint
        $proxy = [System.Net.WebRequest]::DefaultWebProxy
        if ($null -ne $proxy -and $null -eq $proxy.Credentials) { $proxy.Credentials = [System.Net.CredentialCache]::DefaultCredentials }
    }
    $wire = @{ Framework = $framework; Proxy = $proxy; Known = [hashtable]::Synchronized(@{}) }
    foreach ($way in 'Usual', 'Direct') {
        $handler = New-Object -TypeName System.Net.Http.HttpClientHandler
        $handler.AllowAutoRedirect = $false
        $handler.UseCookies = $false
        if ($way -eq 'Direct') { $handler.UseProxy = $false }
        elseif ($framework) { $handler.Proxy = $proxy }
        # The proxy gets the account that runs this, and Graph never does.
        else { $handler.DefaultProxyCredentials = [System.Net.CredentialCache]::DefaultCredentials }
        $client = New-Object -TypeName System.Net.Http.HttpClient -ArgumentList $handler
        $client.Timeout = [System.Threading.Timeout]::InfiniteTimeSpan
        # A reply of 16 MiB is the longest that the library takes.
        $client.MaxResponseContentBufferSize = 15MB
        $wire[$way] = $client
    }
    $wire
}
