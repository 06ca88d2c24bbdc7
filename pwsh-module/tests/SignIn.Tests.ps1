# Every way to sign in, and how a command tells that it did not work.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    $at = @{ GraphEndpoint = $tenant.Graph; LoginEndpoint = $tenant.Login; TestDelayScale = 0.001; PassThru = $true }
    $keys = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..', 'tests', 'support', 'keys'))
    $password = ConvertTo-TestSecret 'hunter2'
    $clientId = '8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f001'
    $agent = 'agent@fabrikam.example'
    $variables = 'IDENTITY_ENDPOINT', 'IDENTITY_HEADER', 'MSI_ENDPOINT', 'MSI_SECRET', 'IMDS_ENDPOINT', 'AZURE_POD_IDENTITY_AUTHORITY_HOST', 'AZURE_CLIENT_ID', 'AZURE_TENANT_ID', 'AZURE_FEDERATED_TOKEN_FILE', 'AZURE_AUTHORITY_HOST'
    $kept = @{}
    foreach ($name in $variables) { $kept[$name] = [System.Environment]::GetEnvironmentVariable($name) }

    function Set-SignInScenario {
        param([hashtable] $SignIn = @{}, [hashtable] $App = @{}, [hashtable] $More = @{})
        $permissions = 'User.Read.All', 'UserAuthenticationMethod.ReadWrite.All', 'RoleManagement.Read.Directory', 'GroupMember.Read.All'
        $registered = @{
            clientId = $clientId; name = 'Service desk'; secret = 'the-secret-of-the-desk'; permissions = $permissions; delegatedPermissions = $permissions
            certificates = @(@{ pem = Get-Content -LiteralPath (Join-Path -Path $keys -ChildPath '../../simulator/tests/keys/desk.cert.pem') -Raw })
            publicClient = $true; redirectUris = @{ publicClient = @('http://localhost') }
        }
        foreach ($name in $App.Keys) { $registered[$name] = $App[$name] }
        $scenario = Get-TestScenario
        $scenario['applications'] = @($registered)
        $scenario['users'] += @{ displayName = 'Agent'; userPrincipalName = $agent; roles = @('Authentication Administrator') }
        $scenario['signIn'] = $SignIn
        foreach ($name in $More.Keys) { $scenario[$name] = $More[$name] }
        Set-TestScenario $tenant $scenario
    }

    function ConvertTo-Base64Url {
        param([byte[]] $Bytes)
        [System.Convert]::ToBase64String($Bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_')
    }
}

AfterAll {
    foreach ($name in $variables) { [System.Environment]::SetEnvironmentVariable($name, $kept[$name]) }
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'Signing in' {
    BeforeEach { foreach ($name in $variables) { [System.Environment]::SetEnvironmentVariable($name, $null) } }

    AfterEach { Disconnect-Mfa -All }

    Describe 'Connect-Mfa checks' {
        BeforeAll { Set-SignInScenario }

        It 'who is signed in' {
            $context = Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId -ClientSecret (ConvertTo-TestSecret 'the-secret-of-the-desk') @at
            $context.Account | Should -Be 'Service desk'
            $context.SignIn.SignedInAs | Should -Be 'application'
            $context.SignIn.ExpiresAt | Should -BeOfType ([datetime])
            $context.SignIn.Permissions | Should -Contain 'User.Read.All'
        }

        It 'that a secret is right, and leaves nothing behind when it is not' {
            $wrong = @{ TenantId = $tenant.TenantId; ClientId = $clientId; ClientSecret = ConvertTo-TestSecret 'not-the-secret' }
            { Connect-Mfa @wrong @at } | Should -Throw -ErrorId 'signInFailed,Connect-Mfa' -ExpectedMessage '*client secret is wrong*'
            Get-MfaContext | Should -BeNullOrEmpty
            $context = Connect-Mfa @wrong @at -SkipCheck
            $context.SignIn | Should -BeNullOrEmpty
            { Get-MfaUser nora.lind@fabrikam.example } | Should -Throw -ErrorId 'signInFailed,Get-MfaUser'
        }

        It 'that the application is the tenant''s own' {
            { Connect-Mfa -TenantId $tenant.TenantId -ClientId 14d82eec-204b-4c2f-b7e8-296a70dab67e @at } |
                Should -Throw -ErrorId 'invalidConfiguration,Connect-Mfa' -ExpectedMessage '*Microsoft Graph PowerShell, which belongs to Microsoft*'
        }

        It 'an access token, too' {
            { Connect-Mfa -AccessToken (ConvertTo-TestSecret (New-TestToken $tenant @{ expiresIn = -60 })) @at } | Should -Throw -ErrorId 'tokenExpired,Connect-Mfa'
        }
    }

    Describe 'A certificate signs in' {
        BeforeAll { Set-SignInScenario }

        It 'from the file <File>' -ForEach @(
            @{ File = 'desk.pfx'; Secret = $true }
            @{ File = 'desk-3des.pfx'; Secret = $true }
            @{ File = 'desk-no-password.pfx'; Secret = $false }
            @{ File = 'desk.pem'; Secret = $false }
            @{ File = 'desk-encrypted.pem'; Secret = $true }
        ) {
            $more = @{}
            if ($Secret) { $more['CertificatePassword'] = $password }
            $context = Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId -CertificatePath (Join-Path -Path $keys -ChildPath $File) @more @at
            $context.Account | Should -Be 'Service desk'
            $context.Credential | Should -Be 'clientCertificate'
        }

        It 'with a key that .NET holds' {
            $certificate = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList (Join-Path -Path $keys -ChildPath 'desk.pfx'), 'hunter2'
            $context = Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId -Certificate $certificate @at
            $context.Account | Should -Be 'Service desk'
            $context.Credential | Should -Be 'hostSignature'
            (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
        }

        It 'from the store of the user, by its thumbprint' {
            $certificate = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList (Join-Path -Path $keys -ChildPath 'desk.pfx'), 'hunter2', 'PersistKeySet'
            $store = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Store -ArgumentList 'My', 'CurrentUser'
            $store.Open('ReadWrite')
            try {
                $store.Add($certificate)
                $copied = [char] 0x200E + ($certificate.Thumbprint -replace '(..)', '$1 ').ToLowerInvariant()
                (Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId -CertificateThumbprint $copied @at).Account | Should -Be 'Service desk'
            }
            finally {
                $store.Remove($certificate)
                $store.Close()
            }
        }

        It 'or says why not: <Says>' -ForEach @(
            @{ More = { @{ CertificatePath = Join-Path -Path $keys -ChildPath 'nowhere.pfx' } }; Id = 'invalidInput'; Says = '*cannot be read*' }
            @{ More = { @{ CertificatePath = Join-Path -Path $keys -ChildPath 'desk.pfx'; CertificatePassword = ConvertTo-TestSecret 'hunter3' } }; Id = 'invalidConfiguration'; Says = '*password is wrong*' }
            @{ More = { @{ CertificatePath = Join-Path -Path $keys -ChildPath 'desk.pfx'; CertificatePassword = 'hunter2' } }; Id = 'invalidInput'; Says = '*never plain text*' }
            @{ More = { @{ CertificatePath = Join-Path -Path $keys -ChildPath 'not-a-pair.pem' } }; Id = 'invalidConfiguration'; Says = '*belongs to the private key*' }
            @{ More = { @{ CertificateThumbprint = '00112233' } }; Id = 'invalidInput'; Says = '*no certificate with the thumbprint*' }
            @{ More = { @{ Certificate = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList (Join-Path -Path $keys -ChildPath '../../simulator/tests/keys/desk.cert.pem') } }; Id = 'invalidInput'; Says = '*without its private key*' }
        ) {
            $arguments = & $More
            { Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId @arguments @at } | Should -Throw -ErrorId "$Id,Connect-Mfa" -ExpectedMessage $Says
            try { Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId @arguments @at } catch { ($_ | Format-List -Property * -Force | Out-String) | Should -Not -Match 'hunter' }
        }
    }

    Describe 'A managed identity signs in' {
        BeforeAll {
            $identities = @{
                identity     = @{ header = 'the-header-of-the-host' }
                applications = @(
                    @{ name = 'Runbook'; permissions = @('User.Read.All'); managedIdentity = @{} }
                    @{ clientId = '8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f013'; name = 'Shared'; permissions = @('User.Read.All'); managedIdentity = @{ kind = 'user' } }
                )
            }
            Set-SignInScenario -More $identities
        }

        It 'in Azure Automation and App Service' {
            $env:IDENTITY_ENDPOINT = $tenant.Identity + '/msi/token'
            $env:IDENTITY_HEADER = 'the-header-of-the-host'
            $context = Connect-Mfa -ManagedIdentity @at
            $context.Account | Should -Be 'Runbook'
            $context.TenantId | Should -Be $tenant.TenantId
            (Connect-Mfa -Identity -ClientId 8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f013 @at).Account | Should -Be 'Shared'
        }

        It 'on a virtual machine' {
            $env:AZURE_POD_IDENTITY_AUTHORITY_HOST = $tenant.Identity
            (Connect-Mfa -ManagedIdentity @at).Account | Should -Be 'Runbook'
        }

        It 'or says that there is none' {
            $env:AZURE_POD_IDENTITY_AUTHORITY_HOST = $tenant.Identity
            { Connect-Mfa -ManagedIdentity -ClientId 11111111-2222-4333-8444-555555555555 @at } | Should -Throw -ErrorId 'signInFailed,Connect-Mfa' -ExpectedMessage '*no such identity*'
        }
    }

    Describe 'A federated token signs in' {
        BeforeAll {
            $issuer = [System.Security.Cryptography.RSA]::Create(2048)
            $public = $issuer.ExportParameters($false)
            $jwk = @{ kty = 'RSA'; n = ConvertTo-Base64Url $public.Modulus; e = ConvertTo-Base64Url $public.Exponent }
            Set-SignInScenario -App @{ federatedCredentials = @(@{ issuer = 'https://issuer.example'; subject = 'desk'; jwk = $jwk }) }
            function New-FederatedToken {
                param([string] $Audience)
                # The tenant's time begins at the moment of its scenario.
                $now = 1787216400
                $parts = foreach ($json in '{"alg":"RS256","typ":"JWT"}', "{`"iss`":`"https://issuer.example`",`"sub`":`"desk`",`"aud`":`"$Audience`",`"nbf`":$now,`"exp`":$($now + 3600)}") {
                    ConvertTo-Base64Url ([System.Text.Encoding]::UTF8.GetBytes($json))
                }
                $signed = $parts -join '.'
                $signature = $issuer.SignData([System.Text.Encoding]::UTF8.GetBytes($signed), [System.Security.Cryptography.HashAlgorithmName]::SHA256, [System.Security.Cryptography.RSASignaturePadding]::Pkcs1)
                $signed + '.' + (ConvertTo-Base64Url $signature)
            }
        }

        It 'from a file, with the rest from the environment' {
            $file = Join-Path -Path $TestDrive -ChildPath 'token'
            [System.IO.File]::WriteAllText($file, (New-FederatedToken 'api://AzureADTokenExchange'))
            $env:AZURE_TENANT_ID = $tenant.TenantId
            $env:AZURE_CLIENT_ID = $clientId
            (Connect-Mfa -FederatedTokenFile $file @at).Account | Should -Be 'Service desk'
        }

        It 'from a script block, which is given the audience' {
            (Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId -FederatedToken { param($audience) New-FederatedToken $audience } @at).Account | Should -Be 'Service desk'
        }

        It 'or says what does not fit' {
            { Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId -FederatedToken { New-FederatedToken 'api://elsewhere' } @at } | Should -Throw -ErrorId 'signInFailed,Connect-Mfa' -ExpectedMessage '*audience*'
            { Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId -FederatedToken { throw 'the runner is not known' } @at } | Should -Throw -ErrorId 'signInFailed,Connect-Mfa' -ExpectedMessage '*the runner is not known*'
            { Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId -FederatedTokenFile (Join-Path -Path $TestDrive -ChildPath 'nowhere') @at } | Should -Throw -ErrorId 'signInFailed,Connect-Mfa' -ExpectedMessage '*nowhere*'
        }
    }

    Describe 'A person signs in' {
        It 'in the browser, and stays signed in' {
            Set-SignInScenario -SignIn @{ automatic = $true }
            # Whoever sits in front of the browser.
            & $module {
                $script:GraphMfa.Watch = {
                    param($text)
                    if ($text -notmatch '"browserSignIn"') { return }
                    $page = (ConvertFrom-Json -InputObject $text).event.url
                    (New-Object -TypeName System.Net.WebClient).DownloadString($page)
                }
            }
            try {
                $context = Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId -LoginHint $agent @at -WarningAction SilentlyContinue
                $context.Account | Should -Be $agent
                $context.SignIn.SignedInAs | Should -Be 'person'
                $context.SignIn.Roles[0].DisplayName | Should -Be 'Authentication Administrator'
                (Get-MfaUser nora.lind@fabrikam.example).DisplayName | Should -Be 'Nora Lind'
            }
            finally { & $module { $script:GraphMfa.Watch = $null } }
        }

        It 'on another device, and is shown the code' {
            Set-SignInScenario -SignIn @{ deviceCodes = @(@{ user = $agent; afterPolls = 2 }) }
            $context = Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId -UseDeviceCode @at -WarningVariable shown -WarningAction SilentlyContinue
            $context.Account | Should -Be $agent
            "$shown" | Should -Match 'To sign in, open http\S+ in a browser and enter the code \S+'
        }

        It 'or declines' {
            Set-SignInScenario -SignIn @{ deviceCodes = @(@{ user = $agent; decision = 'decline' }) }
            { Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId -UseDeviceCode @at -WarningAction SilentlyContinue } | Should -Throw -ErrorId 'signInFailed,Connect-Mfa' -ExpectedMessage '*declined*'
            Get-MfaContext | Should -BeNullOrEmpty
        }
    }

    Describe 'Get-MfaPermission' {
        It 'tells what each operation needs, without a connection' {
            $all = @(Get-MfaPermission)
            $all.Operation | Should -Contain 'reset'
            $reset = Get-MfaPermission -Operation reset
            $reset.PSObject.TypeNames[0] | Should -Be 'GraphMfa.Permission'
            $reset.Permissions.ForEach({ $_.AnyOf[0] }) | Should -Contain 'UserAuthenticationMethod.ReadWrite.All'
            $reset.Roles[0].AnyOf[0].DisplayName | Should -Be 'Authentication Administrator'
            { Get-MfaPermission -Operation dance } | Should -Throw -ErrorId 'invalidInput,Get-MfaPermission' -ExpectedMessage '*dance*'
        }

        It 'writes the manifest' {
            $manifest = ConvertFrom-Json -InputObject (Get-MfaPermission listMethods -AsManifest -Kind Application)
            @($manifest)[0].resourceAppId | Should -Be '00000003-0000-0000-c000-000000000000'
            @($manifest)[0].resourceAccess.type | Should -Be @('Role', 'Role')
        }

        It 'compares with a sign-in' {
            Set-SignInScenario -App @{ permissions = @('User.Read.All', 'Mail.Send') }
            Connect-Mfa -TenantId $tenant.TenantId -ClientId $clientId -ClientSecret (ConvertTo-TestSecret 'the-secret-of-the-desk') @at | Out-Null
            $signIn = Get-MfaPermission listMethods -CheckSignIn
            $signIn.Gap.Missing[0].AnyOf[0] | Should -Be 'UserAuthenticationMethod.Read.All'
            $signIn.Gap.Unneeded | Should -Be @('Mail.Send')
            $signIn.Gap.MissingRoles | Should -BeNullOrEmpty
        }
    }
}
