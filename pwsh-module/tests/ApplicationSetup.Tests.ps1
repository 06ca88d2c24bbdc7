# Setting up what a script signs in as: the tenant's own state is the witness, and the application does its job afterwards.

BeforeAll {
    . (Join-Path -Path $PSScriptRoot -ChildPath 'Support.ps1')
    $tenant = Start-TestTenant
    $module = Import-TestModule
    $nora = 'nora.lind@fabrikam.example'
    $keys = Join-Path -Path $PSScriptRoot -ChildPath '../../tests/support/keys'
    $quiet = @{ Force = $true; WarningAction = 'SilentlyContinue' }

    function Set-SetupScenario {
        param([System.Collections.IDictionary] $Rules = @{})
        Set-TestScenario $tenant @{
            rules        = $Rules
            applications = @(
                @{ name = 'Setup'; secret = 'the-secret-of-setup'; permissions = @('Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All') }
                @{ name = 'mfa-automation'; permissions = @('Mail.Send'); managedIdentity = @{ kind = 'user' } }
                @{ name = 'Foreign'; secret = 'the-secret-of-others' }
            )
            users        = @(
                @{ displayName = 'Nora Lind'; userPrincipalName = $nora; methods = @(@{ kind = 'phone' }) }
                @{ displayName = 'Registrar'; userPrincipalName = 'registrar@fabrikam.example'; roles = @('Cloud Application Administrator') }
            )
        }
        Connect-TestTenant $tenant
    }

    function Get-TenantApplication {
        param([string] $Name)
        $all = (ConvertFrom-Json -InputObject (Invoke-TenantAdmin $tenant GET '/state')).applications
        , @($all | Where-Object -FilterScript { $_.displayName -eq $Name })
    }
}

AfterAll {
    Get-Module -Name GraphMfa | Remove-Module -Force
    Stop-TestTenant $tenant
}

Describe 'Initialize-MfaApplication' {
    BeforeEach { Set-SetupScenario }

    It 'registers an application that signs in with its certificate, does its job and no other' {
        $certificate = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList (Join-Path -Path $keys -ChildPath 'desk.pfx'), 'hunter2'
        $setup = Initialize-MfaApplication 'Night work' -Operation listMethods -Certificate $certificate @quiet
        $setup.Outcome | Should -Be 'done'
        $setup.PSObject.TypeNames[0] | Should -Be 'GraphMfa.ApplicationSetup'
        $setup.Permissions | Should -Be @('User.Read.All', 'UserAuthenticationMethod.Read.All')
        ($setup.Steps | Where-Object -FilterScript { $_.Action -eq 'addCertificate' }).Subject | Should -Be $certificate.Thumbprint
        $made = Get-TenantApplication 'Night work'
        $made.Count | Should -Be 1
        $made[0].permissions | Should -Be $setup.Permissions
        $made[0].clientId | Should -Be $setup.ClientId
        $made[0].credentials | Should -Be 1

        Connect-Mfa -TenantId $setup.TenantId -ClientId $setup.ClientId -Certificate $certificate -GraphEndpoint $tenant.Graph -LoginEndpoint $tenant.Login -TestDelayScale 0.001 -SkipCheck
        @(Get-MfaMethod $nora).Kind | Should -Contain 'phone'
        { Get-MfaAudit $nora -ErrorAction Stop } | Should -Throw -ErrorId 'permissionMissing,Get-MfaAudit'
    }

    It 'changes nothing when it is done again' {
        $first = Initialize-MfaApplication 'Night work' -Operation listMethods -CertificatePath (Join-Path -Path $keys -ChildPath '../../simulator/tests/keys/desk.cert.pem') @quiet
        $before = (Get-TenantWrite $tenant).Count
        $again = Initialize-MfaApplication 'Night work' -Operation listMethods -CertificatePath (Join-Path -Path $keys -ChildPath '../../simulator/tests/keys/desk.cert.pem') @quiet
        $again.Written | Should -BeFalse
        @($again.Steps.Status | Sort-Object -Unique) | Should -Be @('alreadySo')
        $again.ClientId | Should -Be $first.ClientId
        (Get-TenantWrite $tenant).Count | Should -Be $before
        $more = Initialize-MfaApplication -ClientId $first.ClientId -Operation revokeSessions @quiet
        $more.Superfluous | Should -Be @('UserAuthenticationMethod.Read.All')
        (Get-TenantApplication 'Night work')[0].permissions | Should -Contain 'UserAuthenticationMethod.Read.All'
    }

    It 'takes the certificate from the store of the user, by its thumbprint' {
        $certificate = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Certificate2 -ArgumentList (Join-Path -Path $keys -ChildPath 'desk.pfx'), 'hunter2', 'PersistKeySet'
        $store = New-Object -TypeName System.Security.Cryptography.X509Certificates.X509Store -ArgumentList 'My', 'CurrentUser'
        $store.Open('ReadWrite')
        try {
            $store.Add($certificate)
            $setup = Initialize-MfaApplication 'Night work' -Operation listMethods -CertificateThumbprint $certificate.Thumbprint @quiet
        }
        finally {
            $store.Remove($certificate)
            $store.Close()
        }
        ($setup.Steps | Where-Object -FilterScript { $_.Action -eq 'addCertificate' }).Subject | Should -Be $certificate.Thumbprint
        (Get-TenantApplication 'Night work')[0].credentials | Should -Be 1
    }

    It 'tells the plan with -WhatIf, gives no object and writes nothing' {
        Initialize-MfaApplication 'Night work' -Operation listMethods -WhatIf | Should -BeNullOrEmpty
        (Get-TenantWrite $tenant).Count | Should -Be 0
        $lines = & $module {
            $steps = @([pscustomobject] @{ action = 'registerApplication'; subject = 'N'; status = 'planned' }, [pscustomobject] @{ action = 'grantPermission'; subject = 'P'; status = 'planned' }, [pscustomobject] @{ action = 'askPermission'; subject = 'Q'; status = 'alreadySo' })
            Get-MfaSetupLine ([pscustomobject] @{ displayName = 'N'; steps = $steps })
            Get-MfaSetupLine ([pscustomobject] @{ displayName = 'N'; steps = @($steps[2]) })
        }
        $lines | Should -Be @('register the application N', 'grant N the permission P', 'nothing to do: N has what it needs already')
    }

    It 'grants a managed identity what it lacks' {
        $setup = Initialize-MfaApplication -ManagedIdentity mfa-automation -Operation listMethods -Reason setup @quiet
        $setup.Outcome | Should -Be 'done'
        $setup.ManagedIdentity | Should -BeTrue
        (Get-TenantApplication 'mfa-automation')[0].permissions | Should -Be @('Mail.Send', 'User.Read.All', 'UserAuthenticationMethod.Read.All')
        { Initialize-MfaApplication -ManagedIdentity Foreign -Operation listMethods -ErrorAction Stop @quiet } | Should -Throw -ErrorId 'applicationNotFound,Initialize-MfaApplication'
    }

    It 'registers one that people sign in to, and says who must consent and what they need' {
        $setup = Initialize-MfaApplication 'MFA desk' -Kind Delegated -UseDeviceCode -Operation reset -Force -WarningVariable warned -WarningAction SilentlyContinue
        $setup.Outcome | Should -Be 'done'
        $setup.ConsentUrl | Should -Be "$($tenant.Login)/$($tenant.TenantId)/adminconsent?client_id=$($setup.ClientId)"
        $setup.Roles.DisplayName | Should -Be @('Authentication Administrator')
        ($warned -join ' ') | Should -Match 'consent'
        $made = (Get-TenantApplication 'MFA desk')[0]
        $made.publicClient | Should -BeTrue
        $made.permissions.Count | Should -Be 0
    }

    It 'waits for a directory that learns late' {
        Set-SetupScenario @{ newApplicationLagMs = 8000 }
        (Initialize-MfaApplication 'Night work' -Operation listMethods @quiet).Outcome | Should -Be 'done'
        (Get-TenantApplication 'Night work').Count | Should -Be 1
    }

    It 'says what is left, and for whom, where the sign-in may register and not grant' {
        $token = ConvertTo-TestSecret (New-TestToken $tenant @{ upn = 'registrar@fabrikam.example'; scopes = @('Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All') })
        Connect-Mfa -AccessToken $token -GraphEndpoint $tenant.Graph -LoginEndpoint $tenant.Login -TestDelayScale 0.001 -SkipCheck
        $setup = Initialize-MfaApplication 'Night work' -Operation listMethods -ErrorVariable failed -ErrorAction SilentlyContinue @quiet
        $setup.Outcome | Should -Be 'partial'
        $failed[0].FullyQualifiedErrorId | Should -Be 'setupIncomplete,Initialize-MfaApplication'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match ([regex]::Escape($setup.ConsentUrl))
        $failed[0].Exception.Data['Status'] | Should -Be 403
        (Get-TenantApplication 'Night work')[0].permissions.Count | Should -Be 0
    }

    It 'uses no application of others, and sends no private key' {
        { Initialize-MfaApplication Foreign -Operation listMethods -ErrorAction Stop @quiet } | Should -Throw -ErrorId 'applicationAmbiguous,Initialize-MfaApplication'
        { Initialize-MfaApplication Night -Operation listMethods -CertificatePath (Join-Path -Path $keys -ChildPath 'nowhere.cer') @quiet } | Should -Throw -ErrorId 'invalidInput,Initialize-MfaApplication'
        { Initialize-MfaApplication Night -Operation listMethods -CertificateThumbprint 00112233 @quiet } | Should -Throw -ErrorId 'invalidInput,Initialize-MfaApplication'
        { Initialize-MfaApplication Night -Operation listMethods -CertificateThumbprint 00112233 -CertificatePath x.cer @quiet } | Should -Throw -ExpectedMessage '*more than once*'
        { Initialize-MfaApplication Night -Operation dance -ErrorAction Stop @quiet } | Should -Throw -ErrorId 'invalidInput,Initialize-MfaApplication'
        (Get-TenantWrite $tenant).Count | Should -Be 0
    }

    It 'is shown as a table and as a list' {
        $setup = Initialize-MfaApplication 'Night work' -Operation listMethods @quiet
        ($setup | Format-Table | Out-String) | Should -Match ([regex]::Escape($setup.ClientId))
        $list = $setup | Format-List | Out-String
        $list | Should -Match 'UserAuthenticationMethod.Read.All'
        $list | Should -Match 'grantPermission User.Read.All: done'
    }
}
